package timesessions.sync;

/**
 * The right to sync a company, of one process at a time.
 *
 * @param fence which taking of the lease it is: what an earlier holder still tries to write is refused
 * @param runId the run that is told of while it lasts
 */
record Lease(long companyId, long fence, long runId) {

    /** Another process has the lease by now, or the sync was set up anew. */
    static final class Lost extends RuntimeException {
        Lost() {
            super("The sync has been taken over or set up anew", null, false, false);
        }
    }
}
