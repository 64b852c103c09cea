//! Who may be connected at once.
//!
//! Takes: connections, and what each is at. Gives: a [`Seat`] to each; where there is none left, the one that has been idle
//! longest is shown out (least recently used first).
//! Never: looks at a clock, or lets those who wait for the next look take the seats of those who ask for a page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// So many connections at once, besides those that wait. A browser takes six.
const SEATS: usize = 256;
/// So many may wait for the next look: a browser takes one, whatever the number of its tabs.
const WAITING: usize = 512;

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Nothing was asked yet, or all is answered; since this turn.
    Idle(u64),
    /// Something was asked.
    Asking,
    /// It is answered when there is something to tell.
    Waiting,
}

#[derive(Debug)]
struct Guest {
    at: At,
    leave: Arc<Notify>,
}

/// All connections.
#[derive(Debug, Default)]
pub(super) struct Room {
    guests: Mutex<Guests>,
    /// Somebody has left, or is idle now.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Guests {
    turn: u64,
    all: BTreeMap<u64, Guest>,
}

/// A connection's place; free again when this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    room: Arc<Room>,
    number: u64,
    leave: Arc<Notify>,
}

impl Room {
    /// A seat, as soon as there is one.
    pub(super) async fn seat(self: &Arc<Room>) -> Seat {
        loop {
            if let Some(seat) = self.seat_now() {
                return seat;
            }
            self.changed.notified().await;
        }
    }

    fn seat_now(self: &Arc<Room>) -> Option<Seat> {
        let mut guests = self.guests();
        let seated = guests.all.values().filter(|guest| guest.at != At::Waiting).count();
        if seated >= SEATS && !guests.show_out() {
            return None;
        }
        let (number, leave) = (guests.next_turn(), Arc::new(Notify::new()));
        guests.all.insert(number, Guest { at: At::Idle(number), leave: Arc::clone(&leave) });
        Some(Seat { room: Arc::clone(self), number, leave })
    }

    /// Shows one out where the system has no more connections to give.
    pub(super) fn make_room(&self) {
        self.guests().show_out();
    }

    fn guests(&self) -> MutexGuard<'_, Guests> {
        self.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guests {
    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    /// Whether there was one that is idle.
    fn show_out(&mut self) -> bool {
        let idle = self.all.iter().filter_map(|(number, guest)| match guest.at {
            At::Idle(since) => Some((since, *number)),
            At::Asking | At::Waiting => None,
        });
        let longest = idle.min().and_then(|(_, number)| self.all.remove(&number));
        if let Some(guest) = &longest {
            guest.leave.notify_one();
        }
        longest.is_some()
    }
}

impl Seat {
    /// Ends when the seat is somebody else's.
    pub(super) async fn shown_out(&self) {
        self.leave.notified().await;
    }

    /// Something is asked, until what is returned is dropped.
    pub(super) fn asking(&self) -> Turn<'_> {
        self.is_at(At::Asking);
        Turn(self)
    }

    fn is_at(&self, at: At) {
        if let Some(guest) = self.room.guests().all.get_mut(&self.number) {
            guest.at = at;
        }
        self.room.changed.notify_one();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.guests().all.remove(&self.number);
        self.room.changed.notify_one();
    }
}

/// A question that is being answered.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Seat);

impl Turn<'_> {
    /// Gives up the seat for one among those who wait; `false` where too many do.
    pub(super) fn waits(&self) -> bool {
        let room = &self.0.room;
        let waiting = room.guests().all.values().filter(|guest| guest.at == At::Waiting).count();
        let place = waiting < WAITING;
        if place {
            self.0.is_at(At::Waiting);
        }
        place
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let turn = self.0.room.guests().next_turn();
        self.0.is_at(At::Idle(turn));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_was_idle_longest_gives_way_and_no_other() {
        let room = Arc::new(Room::default());
        let seats: Vec<Seat> = (0..SEATS).map(|_| room.seat_now().expect("there is room")).collect();
        let asking: Vec<Turn<'_>> = seats.iter().take(2).map(Seat::asking).collect();
        let late = room.seat_now().expect("the third gives way");
        let there = |seat: &Seat| room.guests().all.contains_key(&seat.number);
        assert_eq!(
            seats.iter().filter(|seat| !there(seat)).map(|seat| seat.number).collect::<Vec<_>>(),
            [seats[2].number]
        );
        drop(asking);
        let all: Vec<Turn<'_>> = seats.iter().chain([&late]).map(Seat::asking).collect();
        assert!(room.seat_now().is_none(), "nobody who asks is shown out");
        assert!(all.iter().all(Turn::waits));
        assert!(room.seat_now().is_some(), "who waits takes no seat");
    }
}
