package timesessions.view;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import timesessions.account.Role;

/**
 * A page as somebody left it, under a name.
 *
 * @param role whose members have it; null where it is its maker's alone
 * @param address the path and query; relative ranges are in it as words
 * @param own whether the reader has made it
 * @param start whether the reader starts with it
 */
public record SavedView(long id, String name, @Nullable Role role, String address, boolean own, boolean start) {
    /** For whom it is, in words; empty for its maker alone. */
    public String audience() {
        return role == null ? "" : "every " + role.label().toLowerCase(Locale.ENGLISH);
    }
}
