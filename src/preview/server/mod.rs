//! The server: requests in, answers out.
//!
//! Takes: a listener and a preview. Gives: answers to those who name this machine, and to pages of its own.
//! Never: answers a page of somebody else's, or takes anything but a question.

mod address;
mod range;
mod room;

use super::built::{self, Built};
use super::editor::{self, OPEN, TOKEN};
use super::routes::{self, Answer, LOOKS};
use super::snapshot::Preview;
use crate::render::DRAWING_POLICY;
pub use address::{Host, listen, reachable};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use range::{Wanted, wanted};
use room::{Room, Seat};
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

/// A request's head must be here by then; so long may a connection be idle, too. A browser opens another when it needs one.
const HEAD: Duration = Duration::from_secs(5);
/// A browser that waits is answered after so long even if there is nothing to tell, so that one which has gone is noticed.
const WAIT: Duration = Duration::from_secs(25);

/// What is served.
#[derive(Clone, Debug)]
pub enum Served {
    /// A site as it is written.
    Preview(Arc<Preview>),
    /// One that is built already.
    Built(Arc<Built>),
}

impl From<Arc<Preview>> for Served {
    fn from(preview: Arc<Preview>) -> Served {
        Served::Preview(preview)
    }
}

impl From<Arc<Built>> for Served {
    fn from(built: Arc<Built>) -> Served {
        Served::Built(built)
    }
}

/// Serves until the program ends.
pub fn serve(listener: TcpListener, host: Host, served: impl Into<Served>) -> io::Result<()> {
    let served = served.into();
    listener.set_nonblocking(true)?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let room = Arc::new(Room::default());
        loop {
            let Ok((stream, peer)) = listener.accept().await else {
                // Too many open files, mostly; they will be closed.
                room.make_room();
                sleep(Duration::from_millis(50)).await;
                continue;
            };
            let seat = room.seat().await;
            // Or the end of each answer waits for the reader's thanks: 40 ms.
            let _ = stream.set_nodelay(true);
            let (host, served) = (host.clone(), served.clone());
            tokio::spawn(async move {
                let service = service_fn(|request| respond(request, peer.ip(), &host, &served, &seat));
                let mut builder = http1::Builder::new();
                builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
                let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
                let mut shown_out = pin!(seat.shown_out());
                poll_fn(|context| {
                    let over =
                        connection.as_mut().poll(context).is_ready() || shown_out.as_mut().poll(context).is_ready();
                    if over { Poll::Ready(()) } else { Poll::Pending }
                })
                .await;
            });
        }
    })
}

async fn respond(
    request: Request<Incoming>,
    peer: IpAddr,
    host: &Host,
    served: &Served,
    seat: &Seat,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let range = request.headers().get(header::RANGE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let turn = seat.asking();
    let answer = match (refusal(&request, host), served) {
        (Some(refusal), _) => refusal,
        (None, Served::Built(site)) => {
            let (site, uri) = (Arc::clone(site), request.uri().clone());
            in_background(move || built::file(&site, uri.path(), uri.query())).await
        }
        (None, Served::Preview(preview)) if request.uri().path() == OPEN => {
            let token = request.headers().get(TOKEN).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let here = peer.to_canonical().is_loopback();
            let (preview, query) = (Arc::clone(preview), request.uri().query().map(str::to_owned));
            in_background(move || match here {
                true => editor::open(&preview, token.as_deref(), query.as_deref()),
                false => Answer::said(StatusCode::FORBIDDEN, "Files are opened only from this machine.\n"),
            })
            .await
        }
        (None, Served::Preview(_)) if request.uri().path() == LOOKS && !turn.waits() => {
            Answer::said(StatusCode::SERVICE_UNAVAILABLE, "Too many browsers wait for this preview.\n")
        }
        (None, Served::Preview(preview)) if request.uri().path() == LOOKS => {
            next_look(preview, routes::seen(request.uri().query())).await
        }
        (None, Served::Preview(preview)) => {
            let preview = Arc::clone(preview);
            let uri = request.uri().clone();
            in_background(move || routes::file(&preview, uri.path(), uri.query())).await
        }
    };
    Ok(response(answer, range.as_deref()))
}

/// What is wrong with a request, if it is not to be answered.
fn refusal(request: &Request<Incoming>, host: &Host) -> Option<Answer> {
    let text = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or(""));
    // Either can name the server; both must be right.
    let named = [text(header::HOST), request.uri().authority().map(|authority| authority.as_str())];
    // Of two lines, another program between here and the browser may have read the other.
    let once = request.headers().get_all(header::HOST).iter().count() < 2;
    let rightly = once && named.iter().flatten().all(|name| host.allows(name));
    if !rightly || named.iter().flatten().next().is_none() {
        return Some(Answer::said(
            StatusCode::FORBIDDEN,
            "This preview answers only under the address that its terminal shows.\n",
        ));
    }
    let opens = request.uri().path() == OPEN;
    let methods: &[Method] = if opens { &[Method::POST] } else { &[Method::GET, Method::HEAD] };
    if !methods.contains(request.method()) {
        return Some(Answer::said(StatusCode::METHOD_NOT_ALLOWED, "This preview can only be read.\n"));
    }
    // A browser that speaks of no site, over a network, still says whose page asks.
    let own = |origin: &str| {
        // A proxy may speak TLS to the browser.
        let name = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        name.is_some_and(|name| Some(name) == text(header::HOST))
    };
    // Every browser says so of a request that does something.
    let foreign = text(header::ORIGIN).map_or(opens, |origin| !own(origin));
    let site = text(HeaderName::from_static("sec-fetch-site")).unwrap_or("none");
    let mode = text(HeaderName::from_static("sec-fetch-mode")).unwrap_or("navigate");
    let led_here = mode == "navigate" && !opens;
    if foreign || !["none", "same-origin"].contains(&site) && !led_here {
        return Some(Answer::said(StatusCode::FORBIDDEN, "This preview is only for its own pages.\n"));
    }
    None
}

/// Waits for another look than the one that was seen.
async fn next_look(preview: &Preview, seen: Option<u64>) -> Answer {
    let mut looks = preview.looks();
    let other = timeout(WAIT, looks.wait_for(|look| Some(look.number) != seen)).await;
    match other.map(|look| look.map(|look| Arc::clone(&look))) {
        Ok(Ok(look)) => routes::told(preview, &look, seen),
        Ok(Err(_)) => failed(),
        Err(_) => Answer::said(StatusCode::NO_CONTENT, ""),
    }
}

async fn in_background(work: impl FnOnce() -> Answer + Send + 'static) -> Answer {
    spawn_blocking(work).await.unwrap_or_else(|_| failed())
}

fn failed() -> Answer {
    Answer::said(StatusCode::INTERNAL_SERVER_ERROR, "This is a mistake of Fingerpost's own. The terminal says more.\n")
}

fn response(answer: Answer, range: Option<&str>) -> Response<Full<Bytes>> {
    let whole = answer.body.len();
    let (status, body, part) = match wanted(range.filter(|_| answer.status == StatusCode::OK), whole) {
        Wanted::All => (answer.status, answer.body, None),
        Wanted::Part(part) => {
            let said = format!("bytes {}-{}/{whole}", part.start, part.end - 1);
            (StatusCode::PARTIAL_CONTENT, answer.body.slice(part), Some(said))
        }
        Wanted::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{whole}"))),
    };
    let location = answer.location.and_then(|location| HeaderValue::from_str(&location).ok());
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // No other site's page may put this into itself, even where it cannot read it.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(part) = part.and_then(|part| HeaderValue::from_str(&part).ok()) {
        headers.insert(header::CONTENT_RANGE, part);
    }
    if answer.status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if answer.kind == routes::SVG {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DRAWING_POLICY));
    }
    if let Some(location) = location {
        headers.insert(header::LOCATION, location);
    }
    response
}
