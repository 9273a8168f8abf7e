package timesessions.account;

import org.jspecify.annotations.Nullable;

/**
 * Who does something about access, from where, for the trail. The name is kept as it is at the time.
 *
 * @param companyId null for a stranger who is of no company
 * @param accountId null for one who is not signed in, and for the command line
 */
public record Actor(@Nullable Long companyId, @Nullable Long accountId, String name, String address) {
    public static Actor commandLine(long companyId) {
        return new Actor(companyId, null, "command line", "");
    }

    static Actor of(Account account, String address) {
        return new Actor(account.companyId(), account.id(), account.email(), address);
    }
}
