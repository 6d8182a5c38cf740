#include "adapters/web/bureau/assets.hpp"

#include "adapters/web/secret.hpp"

namespace adapters::web::bureau {

const std::string_view style = R"css(
:root{color-scheme:light dark;--f:#fff;--t:#1b1b1b;--d:#4a4a4a;--b:#1d4f91;--bt:#fff;--l:#767676;--g:#dcdce0;--u:#a3141e;--o:#b35000;--p:#8c8c8c;--c:#d8e4f5}
@media(prefers-color-scheme:dark){:root{--f:#14171a;--t:#f1f1f1;--d:#c4c4c4;--b:#9cc4ff;--bt:#0b1a2e;--l:#8f8f8f;--g:#33373c;--u:#ff9a9a;--o:#d98a3d;--p:#757575;--c:#20344f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:0 .75rem 2rem;background:var(--f);color:var(--t);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;border-bottom:1px solid var(--l);padding:.5rem 0}
header p{margin:0;color:var(--d)}
h1{font-size:1.4rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.2rem;margin:1.25rem 0 .5rem}
h3{font-size:1.05rem;margin:.75rem 0 .25rem}
a{color:var(--b);text-underline-offset:.15em}
.s{position:absolute;left:-99rem}
.s:focus{left:.5rem;top:.5rem;background:var(--f);padding:.5rem}
form{margin:.5rem 0}
.r{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
button,.k{font:inherit;min-height:2.75rem;padding:.5rem .75rem;border:2px solid var(--b);border-radius:.5rem;background:var(--f);color:var(--b);cursor:pointer;display:inline-block;text-decoration:none}
button.p{background:var(--b);color:var(--bt);font-weight:700}
label{display:block;font-weight:700}
.r label{display:inline-block}
input,textarea{font:inherit;max-width:100%;min-height:2.75rem;padding:.5rem;border:2px solid var(--l);border-radius:.5rem;background:var(--f);color:var(--t)}
textarea{width:100%;max-width:40rem}
.h{margin:0;color:var(--d)}
:focus-visible{outline:3px solid var(--b);outline-offset:2px}
.e{border-left:.25rem solid var(--u);padding:.25rem .5rem;font-weight:700}
.n{border-left:.25rem solid var(--b);padding:.25rem .5rem}
ol.o{padding-left:1.5rem}
ol.o li{margin:.5rem 0}
ol.o p{margin:0}
.v2,.v3{color:var(--u);font-weight:700}
.v1{color:var(--o);font-weight:700}
.w{overflow-x:auto;border:1px solid var(--l)}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:700;padding:.25rem .5rem}
th,td{border:1px solid var(--g);padding:.375rem .5rem;text-align:left;vertical-align:top}
td.d{text-align:right;white-space:nowrap}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{font-weight:700}
dd{margin:0}
.courbe{display:block;width:100%;height:auto;max-width:60rem;font-family:system-ui,sans-serif}
.courbe text{fill:var(--t)}
.courbe path{fill:none;stroke-width:2}
.courbe .grille{stroke:var(--g);stroke-width:1}
.courbe .axe,.courbe .cible{stroke:var(--t)}
.courbe .prevu{stroke:var(--p);stroke-dasharray:2 4}
.courbe path.connu{stroke:var(--b);stroke-width:4}
.courbe circle{fill:var(--b)}
.courbe .complet{stroke:var(--o);stroke-width:3;stroke-dasharray:6 5}
.courbe .avenir{stroke:var(--b);stroke-dasharray:12 7}
.courbe .cone{fill:var(--c);stroke:none}
.etroit{display:none}
@media(max-width:41rem){.large{display:none}.etroit{display:block}dl{grid-template-columns:1fr}dd{margin:0 0 .5rem}}
footer{border-top:1px solid var(--l);margin-top:1.5rem;padding:.5rem 0;font-size:.875rem;color:var(--d)}
@media(forced-colors:active){button,button.p{background:ButtonFace;color:ButtonText}.courbe{forced-color-adjust:auto}.courbe path{stroke:CanvasText}.courbe text{fill:CanvasText}.courbe circle{fill:CanvasText}.courbe .cone{fill:none;stroke:CanvasText;stroke-dasharray:1 3}}
@media print{body{max-width:none;font-size:9pt;padding:0}form,form.r,nav,footer,.k,.x{display:none}h1{font-size:14pt}h2{font-size:11pt}tr{break-inside:avoid}.w{overflow:visible;border:0}th,td{padding:1pt 3pt}}
)css";

const std::string& content_security_policy() {
    static const std::string policy = "default-src 'none'; style-src 'sha256-" + digest_base64(style) +
                                      "'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return policy;
}

}  // namespace adapters::web::bureau
