#include "adapters/web/assets.hpp"

#include "adapters/web/secret.hpp"

namespace adapters::web {

const std::string_view style = R"css(
:root{color-scheme:light dark;--f:#fff;--t:#1b1b1b;--d:#4a4a4a;--b:#1d4f91;--bt:#fff;--m:#e3ecf7;--l:#767676;--u:#a3141e}
@media(prefers-color-scheme:dark){:root{--f:#14171a;--t:#f1f1f1;--d:#c4c4c4;--b:#9cc4ff;--bt:#0b1a2e;--m:#23364f;--l:#8f8f8f;--u:#ff9a9a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:44rem;padding:0 .75rem;background:var(--f);color:var(--t);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
html{scroll-padding:4.5rem 0}
header{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;border-bottom:1px solid var(--l);padding:.25rem 0}
h1{font-size:1.1rem;line-height:1.3;margin:0;flex:1 1 9rem}
.q{margin:.25rem 0;color:var(--d)}
.b{background:var(--f);border-top:1px solid var(--l);padding:.5rem 0}
.b .k,.b button{font-size:.875rem;padding:.5rem}
@media(min-height:30rem){header{position:sticky;top:0;z-index:1;background:var(--f)}.b{position:sticky;bottom:0}}
h2{font-size:1.1rem;margin:.75rem 0 .25rem}
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.s{position:absolute;left:-99rem}
.s:focus{left:.5rem;top:.5rem;background:var(--f);padding:.5rem;z-index:1}
a{color:var(--b);text-underline-offset:.15em}
a[href^=tel],a[href^=sms]{font-weight:700;display:inline-block;min-height:1.5rem;min-width:1.5rem}
#l>ol{list-style:none;margin:0;padding:0}
#l>ol>li{border:1px solid var(--l);border-radius:.75rem;padding:.25rem .75rem;margin:.5rem 2rem .5rem 0}
#l>ol>li.m{background:var(--m);margin:.5rem 0 .5rem 2rem}
#l>ol>li.u{border:2px solid var(--u)}
#l p,#l ul,#l ol ol,blockquote{margin:.25rem 0}
#l ul,#l ol ol{padding-left:1.5rem}
.w{font-size:.875rem;color:var(--d);margin:0}
.t{white-space:pre-line;unicode-bidi:isolate}
blockquote{border-left:.25rem solid var(--l);padding-left:.5rem}
fieldset{border:0;margin:.5rem 0;padding:0}
legend,label{font-weight:700;padding:0}
.c{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.25rem}
button,.k{font:inherit;min-height:2.75rem;min-width:2.75rem;padding:.5rem .75rem;border:2px solid var(--b);border-radius:.5rem;background:var(--f);color:var(--b);cursor:pointer;text-align:left}
.k{display:inline-block;text-decoration:none}
button.p{background:var(--b);color:var(--bt);font-weight:700}
.k.u{border-color:var(--u);color:var(--u);font-weight:700}
textarea{font:inherit;width:100%;min-height:3.5rem;padding:.5rem;border:2px solid var(--l);border-radius:.5rem;background:var(--f);color:var(--t)}
:focus-visible{outline:3px solid var(--b);outline-offset:2px}
.e{border-left:.25rem solid var(--u);padding:.25rem .5rem;font-weight:700}
#s{min-height:1.5rem}
#s,#r{margin:.25rem 0}
footer{border-top:1px solid var(--l);margin-top:1rem;padding:.5rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.875rem}
footer a{min-height:1.5rem;display:inline-block}
@media(forced-colors:active){button,.k,textarea,#l>ol>li{border-color:CanvasText}button,button.p{background:ButtonFace;color:ButtonText}}
@media print{form,footer,.k,.b{display:none}header{position:static}}
)css";

// Text nodes only. Each turn comes by SSE, whoever wrote it: what is shown is what is stored.
const std::string_view script = R"js(
(function(){'use strict';
var d=document,q=function(i){return d.getElementById(i)},form=q('f'),log=q('l');
if(!form||!log||!window.fetch||!window.EventSource)return;
var list=log.firstElementChild,say=log.dataset,status=q('s'),field=q('m'),near=q('r'),last=+say.last,open=null,busy=false,over=false,timer=0,calm=0,pause=30000;
function el(name,cls,text){var e=d.createElement(name);if(cls)e.className=cls;if(text!=null)e.textContent=text;return e}
function spans(to,line){line.forEach(function(s){
if(typeof s==='string'){to.append(s);return}
var e=el({b:'strong',i:'em',a:'a'}[s[0]]||'span','',s[1]);
if(s[0]==='a'&&/^(https?|mailto|tel|sms):/.test(s[2])){e.href=s[2];e.rel='noreferrer'}
to.append(e)})}
function block(b){var many=b[0]==='ul'||b[0]==='ol',e=el(many?b[0]:b[0]==='q'?'blockquote':'p');
b[1].forEach(function(line,i){if(many){var li=el('li');spans(li,line);e.append(li)}else{if(i)e.append(el('br'));spans(e,line)}});return e}
function choices(t){var old=q('c'),c=t.c;if(old)old.remove();if(!c)return;
var f=el('fieldset'),row=el('div','c');f.id='c';f.append(el('legend','',say.choose));
c.forEach(function(x){var b=el('button','',x[0]+(x[1]?'. '+x[1]:''));b.name='choix';b.value=x[0];row.append(b)});
f.append(row);form.prepend(f)}
function typing(on){clearTimeout(calm);status.textContent=on?say.typing:'';
if(on)calm=setTimeout(function(){status.textContent=''},20000)}
function show(t){if(t.i<=last)return;last=t.i;
Array.from(list.children).forEach(function(li){if(+li.dataset.i<t.f)li.remove()});
list.querySelectorAll('ol[hidden]').forEach(function(o){o.hidden=false});
var mine=t.x!=null,li=el('li',mine?'m':t.u?'u':'');li.dataset.i=t.i;li.append(el('p','w',mine?say.you:say.bot));
if(mine){var p=el('p','t',t.x);p.dir='auto';li.append(p)}
else{var to=li;if(t.u){to=el('div');to.setAttribute('role','alert');li.append(to)}
t.d.forEach(function(b){to.append(block(b))})}
if(t.h){var ols=li.querySelectorAll('ol');ols[ols.length-1].hidden=true}
list.append(li);choices(mine?{}:t);clearTimeout(timer);
typing(mine);
if(mine||t.u)li.scrollIntoView()}
function tell(t,b){near.textContent=t||'';if(b)near.append(' ',b)}
function on(name,then){open.addEventListener(name,function(e){then(JSON.parse(e.data))})}
function listen(){open=new EventSource('/flux?depuis='+last);
open.onmessage=function(e){show(JSON.parse(e.data))};
open.onopen=function(){pause=30000};
open.onerror=function(){if(open.readyState<2)return;setTimeout(listen,pause);pause=Math.min(2*pause,300000)};
on('temps',function(p){var b=p.c&&el('button','',p.c);
if(b){b.name='choix';b.value='CONTINUER';b.setAttribute('form','f')}
tell(p.t,b)});
on('fin',function(p){var a=el('a','k',p.c);a.href='/';
open.close();over=true;list.textContent='';choices({});typing(false);clearTimeout(timer);tell(p.t,a)})}
function key(){var b=new Uint8Array(16);crypto.getRandomValues(b);
return Array.from(b,function(x){return('0'+x.toString(16)).slice(-2)}).join('')}
form.addEventListener('submit',function(e){
var by=e.submitter,word=by&&by.name==='choix'?by.value:'';
e.preventDefault();if(busy||(!word&&!field.value.trim()))return;
var body=new URLSearchParams(new FormData(form));if(word)body.set('choix',word);
busy=true;status.textContent='';
fetch('/',{method:'POST',headers:{Accept:'application/json'},body:body}).then(function(r){
if(r.ok){if(!word)field.value='';form.elements.cle.value=key();
if(over){location.reload();return}
if(word==='CONTINUER'){tell();field.focus();return}
if(!list.lastElementChild||!list.lastElementChild.classList.contains('m'))typing(true);
timer=setTimeout(function(){location.reload()},8000);return}
return r.json().then(function(p){
if(r.status===403){if(word){var h=el('input');h.type='hidden';h.name='choix';h.value=word;form.append(h)}
HTMLFormElement.prototype.submit.call(form);return}
status.textContent=p.title})}).catch(function(){status.textContent=say.offline}).then(function(){busy=false})});
field.addEventListener('keydown',function(e){if(e.key==='Enter'&&!e.shiftKey&&!e.isComposing){e.preventDefault();form.requestSubmit(q('e'))}});
d.querySelectorAll('a[href="/quitter"]').forEach(function(a){a.addEventListener('click',function(e){e.preventDefault();location.replace(a.href)})});
window.addEventListener('pageshow',function(e){if(e.persisted)location.reload()});
window.addEventListener('pagehide',function(){if(open)open.close()});
var end=q('fin');if(end&&last)end.scrollIntoView();
listen()})();
)js";

const std::string_view icon =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#1d4f91"/></svg>)svg";

const std::string& content_security_policy() {
    static const std::string policy = "default-src 'none'; script-src 'sha256-" + digest_base64(script) +
                                      "'; style-src 'sha256-" + digest_base64(style) +
                                      "'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                                      "frame-ancestors 'none'; require-trusted-types-for 'script'";
    return policy;
}

}  // namespace adapters::web
