import type { SecretClass } from "./classes.ts";
import { isObjectId, isRandom, isUuid } from "./random.ts";

/**
 * What the name of a field says about its value. `always`: whatever it holds. `likely`: unless it is a plain word, a
 * number or an address of a page. `mixed`: only what mixes letters and digits, UUIDs too. `random`: the same without
 * UUIDs. `chance`: only what looks made by chance.
 */
export interface NameVerdict {
  readonly secret: SecretClass;
  readonly strength: "always" | "likely" | "mixed" | "random" | "chance";
}

/** Names in small letters without marks; exact. */
const EXACT: Readonly<Record<string, string>> = {
  "password:always":
    "password passwd pwd pw pass passphrase newpassword oldpassword currentpassword confirmpassword userpassword loginpassword j_password pswd",
  "one-time-code:always":
    "passcode otp totp mfacode otpcode verificationcode smscode securitycode authcode onetimecode onetimepassword pin totpcode twofactorcode 2facode factorcode challengeanswer recoveryanswer securityanswer",
  "access-token:always":
    "accesstoken token authtoken authenticationtoken bearertoken apitoken usertoken xauthtoken logintoken wstoken sastoken idtokenhint subjecttoken actortoken securitytoken requesttoken magiclinktoken logintickettoken",
  "jwt:always": "idtoken jwt clientassertion assertion loginhinttoken dpop",
  "refresh-token:always": "refreshtoken",
  "device-secret:always": "devicesecret",
  "okta-transaction:always":
    "sessiontoken statetoken statehandle recoverytoken activationtoken activationcode interactioncode interactionhandle onetimetoken fromuri_token relaystatetoken transactionhandle temptoken shdf",
  "okta-transaction:likely": "activation recovery",
  "client-secret:always": "clientsecret consumersecret appsecret sharedsecret secretkey webhooksecret signingsecret",
  "code-verifier:always": "codeverifier",
  "saml:always": "samlresponse samlrequest wresult samlart samlassertion",
  "saml-session:always": "sessionindex",
  "api-key:always": "apikey xapikey apisecret subscriptionkey ocpapimsubscriptionkey xfunctionskey",
  "vendor-token:always": "privatetoken jobtoken",
  "cloud-key:always":
    "awsaccesskeyid accesskeyid secretaccesskey awssecretaccesskey awssessiontoken accountkey sharedaccesskey xamzsecuritytoken xamzcredential",
  "signed-url:always": "xamzsignature xgoogsignature signature awssignature keypairsignature",
  "private-key:always": "privatekey privatekeypem rsaprivatekey clientkeydata",
  "session-id:always":
    "sessionid sessid phpsessid jsessionid aspsessionid sessionkey sessionticket sessioncookie xsessionid externalsessionid rootsessionid authsession usersession sessiontokenid sid",
  "secret:always":
    "secret credential credentials authorization auth cookie setcookie xauthkey masterkey encryptionkey signingkey seed mnemonic",
  "csrf:always":
    "csrf xsrf csrftoken xsrftoken authenticitytoken csrfmiddlewaretoken requestverificationtoken antiforgerytoken xcsrftoken xxsrftoken anticsrf crumb",
  "state:likely": "nonce state codechallenge oauthstate identitynonce relaystate",
  "authorization-code:likely": "code authorizationcode oauthcode",
  "signed-url:mixed": "sig hmac mac",
  "session-id:mixed": "session sess ssid sessionidentifier",
  "secret:mixed": "ticket usg serverdata fcparams vses2 challenge oauthtoken proof",
  "secret:random": "key hash handle",
  "email:always": "email emailaddress mail useremail secondaryemail primaryemail contactemail upn",
  "login:likely":
    "login username loginname userlogin preferredusername identifier loginhint samaccountname accountname alternateid uid_number",
  "person-name:always":
    "firstname lastname givenname familyname middlename fullname surname nickname maidenname displayname realname personname",
  "phone:always":
    "phone phonenumber mobilephone mobile primaryphone homephone workphone telephone telephonenumber msisdn cellphone",
  "postal-address:always":
    "streetaddress street address1 address2 addressline1 addressline2 postaladdress zipcode postalcode zip birthdate birthday dateofbirth dob ssn nationalid taxid passportnumber",
  "user-id:always": "userid oktauserid employeenumber employeeid actorid",
  "ip-address:likely":
    "ip ipaddress clientip remoteaddr remoteip sourceip xforwardedfor xrealip cfconnectingip trueclientip xclientip clientipaddress forwarded ipchain",
};

/** Parts of names, for what is not in the list: the first that fits. */
const PARTS: readonly (readonly [RegExp, SecretClass, NameVerdict["strength"]])[] = [
  [/passw(?:or)?d|passphrase|pwd/, "password", "always"],
  // The same in other languages that sign-in pages are written in.
  [/passwort|kennwort|motdepasse|contrasena|senha$|wachtwoord|losenord|heslo$/, "password", "always"],
  [/passcode|onetimecode|totp|otpcode/, "one-time-code", "always"],
  [/refreshtoken/, "refresh-token", "always"],
  [/clientsecret/, "client-secret", "always"],
  [/csrf|xsrf|authenticitytoken|verificationtoken/, "csrf", "always"],
  [/saml(?:response|request|assertion|token)/, "saml", "always"],
  [/(?:state|recovery|activation)token|statehandle/, "okta-transaction", "always"],
  [/idtoken|jwt/, "jwt", "always"],
  [/privatekey/, "private-key", "always"],
  [/apikey|apisecret/, "api-key", "always"],
  [/secret/, "secret", "always"],
  [/session(?:id|key|token|cookie|ticket)|sessid/, "session-id", "always"],
  [/token$|^token|accesstoken|authtoken/, "access-token", "always"],
  [/credential|authorization|cookie/, "secret", "likely"],
  [/accesskey|signature|assertion|verifier/, "secret", "likely"],
  [
    /(?:token|session|ticket|auth(?!ors?(?:id|name|s)?$)|bearer|nonce|otp|grant|magic|invite|proof|sig|pass)(?!.*ids?$)/,
    "secret",
    "mixed",
  ],
  [
    /token|session|ticket|auth(?!ors?(?:id|name|s)?$)|apik|bearer|nonce|secur|sig$|key$|sid$|pass$|otp|grant|login|magic|invite|proof|device/,
    "secret",
    "random",
  ],
];

/** Names that speak about a secret and do not hold one: its type, its address, its life. */
const ABOUT =
  /(?:types?|endpoints?|ur[il]s?|uris?|expires?|expiresin|expiry|expiration|lifetime|length|polic(?:y|ies)|enabled|disabled|required|count|status|label|format|methods?|min|max|age|ttl|timeout|interval|names?|algs?|algorithms?|supported|version|schemes?|policyid|hint|title|text|message|errors?|visible|valid|changed|updated|created|(?:expires|created|updated|issued|changed|used)(?:at|on)|settings?|config|mode|provider|requirements?|complexity|strength|fields?|placeholder|icon|color|css|class|path|header|params?|server|host|domain|present|exists|lastset|scopes?|duration|remaining|limit|pattern|rules?|question|display|usage|button|link|page|view|event|handler|manager|service|storage|store)$/;
const NOT_ABOUT = /^(?:xauthtoken|idtokenhint|loginhint)$/;

const exact = new Map<string, NameVerdict>();
for (const [verdict, names] of Object.entries(EXACT)) {
  const [secret, strength] = verdict.split(":");
  for (const name of names.split(" ")) exact.set(name, { secret, strength } as NameVerdict);
}

/** What a name says, whatever its capitals and marks; undefined when it says nothing. */
export function verdictOn(name: string): NameVerdict | undefined {
  if (name.length > 80) return undefined;
  const folded = name.toLowerCase();
  const plain = folded.replaceAll(/[^a-z0-9]/g, "");
  const found = exact.get(plain);
  if (found !== undefined) return found;
  // user[password], credentials.passcode, urn:x:token: the last part is the name.
  const last = folded.split(/[.[\]:/]+/).findLast((part) => part !== "") ?? "";
  const lastFound = last === folded ? undefined : exact.get(last.replaceAll(/[^a-z0-9]/g, ""));
  if (lastFound !== undefined) return lastFound;
  if (plain.length < 3 || (ABOUT.test(plain) && !NOT_ABOUT.test(plain))) return undefined;
  for (const [part, secret, strength] of PARTS) if (part.test(plain)) return { secret, strength };
  return undefined;
}

const PLAIN_WORD =
  /^(?:[a-z]+(?:[-_ ][a-z]+)*|[A-Z]+(?:[-_ ][A-Z]+)*|[A-Z][a-z]+(?: [A-Z]?[a-z]+)*|-?\d{1,5}(?:\.\d+)?|)$/;
const NOTHING =
  /^(?:null|undefined|true|false|none|\*+|x+|\.\.\.|\[object Object\]|\[?redacted\]?|deleted|unknown|-?\d|)$/i;

/** Whether a value is secret, given what its name says of it. */
export function isSecretUnder(verdict: NameVerdict, value: string): boolean {
  if (NOTHING.test(value)) return false;
  if (verdict.strength === "always") return true;
  if (verdict.strength === "chance") return isRandom(value, 12);
  if (verdict.strength === "likely")
    return value.length >= 4 && !PLAIN_WORD.test(value) && !/^https?:\/\/\S*$|^\//.test(value);
  if (value.length < 8 || /\s|^(?:https?:|\/)/.test(value) || !mixed(value)) return false;
  return !isObjectId(value) || (verdict.strength === "mixed" && isUuid(value));
}

function mixed(value: string): boolean {
  return (
    (/\d/.test(value) && /[a-z]/i.test(value)) ||
    (value.length >= 10 &&
      /[a-z]/.test(value) &&
      /[A-Z]/.test(value) &&
      !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/.test(value)) ||
    /^\d{10,}$/.test(value)
  );
}

/** Cookies of products whose sessions are known by name. */
const COOKIES: readonly (readonly [RegExp, SecretClass])[] = [
  [/^(?:sid|okta_session_token)$/i, "okta-session"],
  [/^idx$/i, "okta-idx"],
  [/^DT$/, "okta-device-token"],
  [
    /^(?:JSESSIONID|xids|srefresh|proximity_[0-9a-f]+|okta-oauth-.*|oktaStateToken|ADMIN_SESSION|t|mp_.*)$/,
    "okta-cookie",
  ],
  [/^CF_(?:Authorization|AppSession|Binding|Session|Access.*)/i, "cloudflare-access"],
  [
    /^(?:ESTSAUTH\w*|SSID|HSID|APISID|SAPISID|SID|LSID|OSID|__Secure-\w*(?:SID\w*|SIDTS|SIDCC)|__Host-\w*SID|d|d-s|tenant\.session\.token|cloud\.session\.token|_zendesk_\w*session|user_session|__Host-user_session\w*|_gh_sess|FedAuth|rtFa|\.AspNet\.\w*Cookies?|sessionid|connect\.sid|PHPSESSID|laravel_session|_session_id|li_at|AWSALB\w*|aws-userInfo\S*)$/i,
    "saas-session",
  ],
  [/csrf|xsrf/i, "csrf"],
  [/sess|^s$|sid$|auth|token|jwt|login|remember|sso/i, "session-id"],
];

/** The class of a cookie: every cookie's value is taken out, the name says as what. */
export function cookieClass(name: string): SecretClass {
  return COOKIES.find(([pattern]) => pattern.test(name))?.[1] ?? "cookie";
}

/** Headers that carry no secret: their values may still hold one by its shape. */
const ORDINARY =
  /^(?::(?:authority|method|scheme|status)|accept.*|access-control-(?:allow|expose|max|request).*|age|allow|alt-svc|alt-used|cache-control|clear-site-data|connection|content-(?!security).*|critical-ch|cross-origin-.*|date|device-memory|dnt|downlink|dpr|early-data|ect|etag|expect|expect-ct|expires|host|if-(?:match|none-match|modified-since|unmodified-since|range)|keep-alive|last-modified|max-forwards|nel|p3p|permissions-policy|pragma|priority|proxy-connection|public-key-pins.*|range|referrer-policy|reporting-endpoints|retry-after|rtt|save-data|sec-(?!websocket-protocol).*|server|server-timing|service-worker.*|sourcemap|strict-transport-security|tcn|te|timing-allow-origin|tk|trailer|traceparent|transfer-encoding|upgrade.*|user-agent|vary|via|viewport-width|warning|width|x-cache.*|x-amz-cf-.*|x-amz-(?:id-2|request-id|version-id|server-side.*)|x-content-.*|x-correlation-id|x-dns-.*|x-download-options|x-edge.*|x-frame-options|x-github-.*|x-ms-request-id|x-okta-request-id|x-okta-user-agent.*|x-okta-backend|x-permitted.*|x-powered-by|x-rate-limit.*|x-request-id|x-requested-with|x-robots-tag|x-runtime|x-served-by|x-sourcemap|x-timer|x-trace.*|x-ua-compatible|x-xss-protection|cf-(?:ray|cache-status|request-id|visitor|worker|ipcountry|apo-via)|content-security-policy.*)$/;
const HEADERS: readonly (readonly [RegExp, SecretClass])[] = [
  [/^(?:proxy-)?authorization$|^x-(?:forwarded|original|amzn|goog-iap)-?authorization$/, "access-token"],
  [/^(?:authentication-info|proxy-authentication-info|www-authenticate|proxy-authenticate)$/, "secret"],
  [/^cf-access-client-(?:id|secret)$/, "cloudflare-service-token"],
  [/^cf-access-(?:jwt-assertion|token)$|^cf-authorization$/, "cloudflare-access"],
  [/^x-auth-(?:key|email)$/, "cloudflare-api-token"],
  [/^x-amz-security-token$/, "cloud-key"],
  [/^dpop(?:-nonce)?$/, "jwt"],
];

/** What a header's name says. "ordinary" is known to carry none; undefined: the name is not known. */
export function headerVerdict(name: string): NameVerdict | "ordinary" | undefined {
  const folded = name.toLowerCase().trim();
  for (const [pattern, secret] of HEADERS) if (pattern.test(folded)) return { secret, strength: "always" };
  if (ORDINARY.test(folded)) return "ordinary";
  const verdict = verdictOn(folded) ?? verdictOn(folded.replace(/^x-/, ""));
  if (verdict !== undefined)
    return verdict.strength === "random" || verdict.strength === "mixed" ? { ...verdict, strength: "likely" } : verdict;
  return /auth|token|secret|key|session|cookie|sid|sig|cred|pass|jwt|otp|assert|nonce|api|login|identity/.test(folded)
    ? { secret: "secret", strength: "likely" }
    : undefined;
}
