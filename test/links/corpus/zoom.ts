import type { LinkCases } from './case';

const Z = 'zoom:85012345678';

export const ZOOM: LinkCases[] = [
  {
    platform: 'Zoom',
    source: 'https://docs.recall.ai/docs/meeting-urls',
    cases: [
      ['https://zoom.us/j/85012345678', '=', Z],
      ['https://zoom.us/j/85012345678?pwd=QWxs', '=', Z],
      ['https://zoom.us/j/85012345678?pwd=QWxs.1#success', '=', Z],
      ['https://us02web.zoom.us/j/85012345678?pwd=QWxs', '=', Z],
      ['https://acme.zoom.us/j/85012345678', '=', Z],
      ['https://zoom.us/w/85012345678?tk=abc&pwd=def', '=', Z],
      ['https://zoom.us/wc/join/85012345678', '=', Z],
      ['https://zoom.us/wc/join/85012345678?pwd=QWxs', '=', Z],
      ['https://zoom.us/wc/85012345678/join?pwd=a', '=', Z],
      ['https://app.zoom.us/wc/85012345678/start', '=', Z],
      ['https://www.zoom.us/j/85012345678', '=', Z],
      ['https://zoom.us/j/85012345678/', '=', Z],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/leits/MeetingBar/blob/master/MeetingBarTests/MeetingServicesTests.swift',
    cases: [
      ['https://zoom.us/j/5551112222', '=', 'zoom:5551112222'],
      [
        'zoommtg://zoom.us/join?confno=123456789&pwd=xxxx&zc=0&browser=chrome&uname=Betty',
        'https://zoom.us/j/123456789?pwd=xxxx',
        'zoom:123456789',
      ],
      ['https://acme.zoom.us/my/Jane.Doe?pwd=a', '=', 'zoom:my/jane.doe'],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/leits/MeetingBar/issues/70 (hyphens in the organisation)',
    cases: [
      ['https://acme-corp.zoom.us/j/850123456', '=', 'zoom:850123456'],
      ['https://acme-org-au.zoom.us/j/85012345678?pwd=QWxs', '=', Z],
      ['https://acme-edu.zoom.us/my/j-doe_2', '=', 'zoom:my/j-doe_2'],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/leits/MeetingBar/issues/652 (zoom.com)',
    cases: [
      ['https://acme.zoom.com/j/85012345678', '=', Z],
      ['https://testcompany.zoom.com/j/92313847288?pwd=cY792Kdy4js92JA90kasYhTsL26', '=', 'zoom:92313847288'],
      [
        'zoommtg://testcompany.zoom.com/join?confno=92313847288',
        'https://testcompany.zoom.com/j/92313847288',
        'zoom:92313847288',
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/leits/MeetingBar/pull/962 (passcodes with signs, government cloud)',
    cases: [
      ['https://acme.zoomgov.com/j/1612345678', '=', 'zoom:gov/1612345678'],
      ['https://acme.zoomgov.com/j/1612345678?pwd=a-b_c.d', '=', 'zoom:gov/1612345678'],
      ['https://zoomgov.com/j/1612345678?pwd=a+b/c', '=', 'zoom:gov/1612345678'],
      ['https://zoom.us/j/85012345678?pwd=a-b_c.d+e/f.1', '=', Z],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/sfsam/Itsycal/pull/196 (other paths of the government cloud)',
    cases: [['https://www.zoomgov.com/w/1612345678?tk=x', '=', 'zoom:gov/1612345678']],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/x3me/omacal/issues/119 (regional domains)',
    cases: [
      ['https://acme.zoom-x.de/j/85012345678', '=', Z],
      ['https://uni-kassel.zoom-x.de/j/61234567890?pwd=QWxs.1', '=', 'zoom:61234567890'],
      ['https://zoom.com.cn/j/85012345678', '=', Z],
      ['https://acme.zoom.com.cn/j/85012345678?pwd=QWxs', '=', Z],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/Meeting-BaaS/meet-teams-bot/blob/main/src/urlParser/zoomUrlParser.test.ts',
    cases: [
      ['https://us05web.zoom.us/j/84335626851?pwd=aBcD1234', '=', 'zoom:84335626851'],
      ['zoom.us/j/84335626851?pwd=x', 'https://zoom.us/j/84335626851?pwd=x', 'zoom:84335626851'],
      ['https://zoom.us/j/84335626851?password=secret', '=', 'zoom:84335626851'],
      ['https://app.zoom.us/wc/84335626851/join?pwd=z', '=', 'zoom:84335626851'],
      ['https://us05web.zoom.us/wc/join/84335626851', '=', 'zoom:84335626851'],
      ['https://zoom.us/my/lazare.rossi', '=', 'zoom:my/lazare.rossi'],
      ['https://zoom.us/w/99094129400?tk=abc.def&uuid=WN_xxx', '=', 'zoom:99094129400'],
      ['https://us06web.zoom.us/w/85290429520?tk=xyz', '=', 'zoom:85290429520'],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/rkilchmn/zoomrec/issues/2 (web client)',
    cases: [
      [
        'https://app.zoom.us/wc/88184701828/start?fromPWA=1&pwd=LRcCTeajmmecqpR2QGNB8mtyeCWYbq.1',
        '=',
        'zoom:88184701828',
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/code4recovery/12-step-meeting-list/issues/192',
    cases: [
      ['https://us04web.zoom.us/j/8983736284?pwd=WGJnRUNwZnpUSa9FS2FaRdJemFpyIi09', '=', 'zoom:8983736284'],
      ['https://us04web.zoom.us/j/4807761248.', 'https://us04web.zoom.us/j/4807761248', 'zoom:4807761248'],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/alanhg/others-note/issues/479 (zoommtg, zoomus)',
    cases: [
      ['zoommtg://zoom.us/join?confno=85012345678&pwd=QWxs', 'https://zoom.us/j/85012345678?pwd=QWxs', Z],
      ['zoommtg://acme.zoom.us/join?action=join&confno=85012345678', 'https://acme.zoom.us/j/85012345678', Z],
      ['zoomus://zoom.us/join?confno=85012345678', 'https://zoom.us/j/85012345678', Z],
      [
        'zoomus://zoom.us/join?action=join&confno=85012345678&pwd=a%2Bb',
        'https://zoom.us/j/85012345678?pwd=a%2Bb',
        Z,
      ],
      ['zoommtg:zoom.us/join?confno=85012345678', 'https://zoom.us/j/85012345678', Z],
      ['ZOOMMTG://zoom.us/start?confno=85012345678&zc=0', 'https://zoom.us/j/85012345678', Z],
      [
        '<a href="zoommtg://zoom.us/join?confno=85012345678&amp;pwd=Q">Open in Zoom</a>',
        'https://zoom.us/j/85012345678?pwd=Q',
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/leits/MeetingBar/pull/593 (only Zoom meetings have /z/ links)',
    cases: [
      ['https://reclaim.ai/z/jane/standup', '=', 'zoom:reclaim/z/jane/standup'],
      ['https://app.reclaim.ai/z/T3Aq', '=', 'zoom:reclaim/z/t3aq'],
    ],
  },
  {
    platform: 'Zoom',
    source: 'Zoom itself: personal links, numbers with hyphens, parameters of its add-ons',
    cases: [
      ['https://zoom.us/my/jane.doe', '=', 'zoom:my/jane.doe'],
      ['https://zoom.us/j/850-1234-5678', '=', Z],
      ['https://jane.zm.page', 'https://jane.zm.page/', 'zoom:jane.zm.page'],
      ['https://acme.zoom.us/j/85012345678?pwd=QWxs&omn=83412345678', '=', Z],
      ['https://acme.zoom.us/j/85012345678?pwd=QWxs&from=addon', '=', Z],
      ['https://zoom.us/j/85012345678?pwd=QWxs&lang=de-DE&uname=Jane%20Doe', '=', Z],
      ['us02web.zoom.us/j/85012345678?pwd=QWxs', 'https://us02web.zoom.us/j/85012345678?pwd=QWxs', Z],
      ['zoom.us/j/85012345678', 'https://zoom.us/j/85012345678', Z],
      ['HTTPS://ZOOM.US/j/85012345678', 'https://zoom.us/j/85012345678', Z],
      ['http://zoom.us/j/85012345678?pwd=a', 'https://zoom.us/j/85012345678?pwd=a', Z],
    ],
  },
  {
    platform: 'Zoom',
    source:
      'https://developers.zoom.us/docs/api/meetings/#tag/meetings (start_url is the host’s own, with `zak`): a guest’s link is built',
    cases: [
      ['https://zoom.us/s/85012345678', 'https://zoom.us/j/85012345678', Z],
      ['https://acme.zoom.us/s/85012345678?pwd=QWxs', 'https://acme.zoom.us/j/85012345678?pwd=QWxs', Z],
      ['https://www.zoomgov.com/s/1612345678', 'https://www.zoomgov.com/j/1612345678', 'zoom:gov/1612345678'],
      ['https://us04web.zoom.us/s/85012345678?zak=eyJ0eXAi.abc', 'https://us04web.zoom.us/j/85012345678', Z],
      ['https://zoom.us/s/85012345678?zak=eyJ0&pwd=QWxs.1', 'https://zoom.us/j/85012345678?pwd=QWxs.1', Z],
      ['https://zoom.us/j/85012345678?pwd=QWxs&zak=eyJ0', 'https://zoom.us/j/85012345678?pwd=QWxs', Z],
      ['https://zoom.us/w/85012345678?tk=abc&zak=eyJ0', 'https://zoom.us/j/85012345678?tk=abc', Z],
      [
        'https://app.zoom.us/wc/85012345678/start?zak=eyJ0&pwd=Q',
        'https://app.zoom.us/j/85012345678?pwd=Q',
        Z,
      ],
      ['zoommtg://zoom.us/start?confno=85012345678&zak=eyJ0&pwd=Q', 'https://zoom.us/j/85012345678?pwd=Q', Z],
      ['https://zoom.us/my/jane.doe?zak=eyJ0&pwd=Q', 'https://zoom.us/my/jane.doe?pwd=Q', 'zoom:my/jane.doe'],
      [
        'Нажмите, чтобы начать: https://us02web.zoom.us/s/85012345678?zak=eyJ0.a.b#success',
        'https://us02web.zoom.us/j/85012345678',
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://docs.recall.ai/docs/meeting-urls.md (the web client without an end)',
    cases: [
      ['https://zoom.us/wc/85012345678', '=', Z],
      ['https://app.zoom.us/wc/85012345678?pwd=QWxs.1', '=', Z],
      ['https://us05web.zoom.us/launch/jc/85012345678', '=', Z],
    ],
  },
];
