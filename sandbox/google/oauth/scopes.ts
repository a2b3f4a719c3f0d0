/** Returns whether a scope only identifies a person; Google does not let those be unticked. */
export function isIdentityScope(scope: string): boolean {
  return /^(openid|email|profile)$|\/auth\/userinfo\.(email|profile)$/.test(scope);
}
