/** Scopes that only say who somebody is; Google does not let them be unticked. */
export function isIdentityScope(scope: string): boolean {
  return /^(openid|email|profile)$|\/auth\/userinfo\.(email|profile)$/.test(scope);
}
