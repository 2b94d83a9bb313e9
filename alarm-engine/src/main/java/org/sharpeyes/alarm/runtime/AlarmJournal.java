package org.sharpeyes.alarm.runtime;

import java.time.Instant;
import java.util.List;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmInput;

/** Where state changes, incidents and what receivers are told are kept: all of one call, or nothing. */
public interface AlarmJournal {
    /** What was known when the last write was committed; incidents that closed before {@code closedSince} are left out. */
    AlarmInput.Restored restore(Instant closedSince);

    /**
     * Keeps the effects and the events for receivers in one transaction. Writing the same effects again changes nothing,
     * so that a commit whose answer was lost can be repeated.
     */
    void write(List<Numbered> effects);

    /** @param event names the effect in every repetition */
    record Numbered(java.util.UUID event, AlarmEffect effect) {}
}
