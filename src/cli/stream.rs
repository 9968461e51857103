//! Many pieces of work at once, their results in the order of the input, memory bounded.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// Takes `items` one after another as they come, does `work` on several at once, and hands each result to `deliver`, in
/// the order of the items and as soon as it can be.
///
/// As many items are under way as keep all cores busy, no more: the source is not read further until results have been
/// taken. `work` must not panic.
///
/// # Errors
/// The first of `deliver`; what is under way then is finished and dropped.
pub fn in_order<T: Send + 'static, R: Send + 'static>(
    items: impl Iterator<Item = T> + Send + 'static,
    work: impl Fn(T) -> R + Send + Sync + 'static,
    mut deliver: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let work = Arc::new(work);
    let (send, pending) = mpsc::sync_channel::<Receiver<R>>(4 * rayon::current_num_threads());
    thread::spawn(move || {
        for item in items {
            let (done, result) = mpsc::channel();
            // The receiver is gone when delivery failed: nobody wants the rest.
            if send.send(result).is_err() {
                return;
            }
            let work = Arc::clone(&work);
            rayon::spawn(move || drop(done.send(work(item))));
        }
    });
    pending.into_iter().filter_map(|result| result.recv().ok()).try_for_each(&mut deliver)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let mut results = Vec::new();
        let slow_first = |n: u64| {
            thread::sleep(Duration::from_micros(if n.is_multiple_of(7) { 900 } else { 0 }));
            n
        };
        in_order(0..500, slow_first, |n| {
            results.push(n);
            Ok(())
        })
        .expect("delivery cannot fail");
        assert_eq!(results, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn the_source_is_not_read_far_ahead() {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&read);
        let items = (0..10_000).inspect(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let mut delivered = 0;
        let limit = 4 * rayon::current_num_threads() + 3;
        in_order(
            items,
            |n: usize| n,
            |_| {
                delivered += 1;
                assert!(read.load(Ordering::SeqCst) <= delivered + limit);
                Ok(())
            },
        )
        .expect("delivery cannot fail");
        assert_eq!(delivered, 10_000);
    }

    #[test]
    fn a_failed_delivery_ends_the_work() {
        let mut delivered = 0;
        let result = in_order(
            0..,
            |n: usize| n,
            |_| {
                delivered += 1;
                if delivered == 3 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
            },
        );
        assert_eq!(result.map_err(|error| error.kind()), Err(io::ErrorKind::BrokenPipe));
        assert_eq!(delivered, 3);
    }
}
