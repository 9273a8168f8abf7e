package timesessions.session;

import java.util.Optional;

/**
 * One session with its neighbours.
 *
 * @param previous the id of the same person's session before it
 * @param next the id of the same person's session after it
 */
public record SessionDetail(SessionList.Row row, Optional<Long> previous, Optional<Long> next) {}
