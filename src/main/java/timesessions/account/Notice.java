package timesessions.account;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import timesessions.web.Cookies;

/**
 * What the page after a form says was done. It travels in a cookie as a name and a number, so that nobody can make a page
 * say anything else.
 */
public enum Notice {
    PASSWORD_CHANGED("Your password is changed, and every other browser is signed out."),
    BROWSER_SIGNED_OUT("That browser is signed out."),
    OTHERS_SIGNED_OUT("Every other browser is signed out."),
    SIGNED_OUT("You are signed out."),
    ACCOUNT_CHANGED("The account is changed."),
    ACCOUNT_DISABLED("The account is disabled and signed out everywhere."),
    ACCOUNT_ENABLED("The account can be used again."),
    ACCOUNT_SIGNED_OUT("The account is signed out everywhere."),
    INVITATION_WITHDRAWN("The invitation is withdrawn."),
    TEAM_CREATED("The team is created. Now add its people and managers."),
    TEAM_RENAMED("The team is renamed."),
    TEAM_DELETED("The team is deleted. Its people and their hours are untouched."),
    MANAGERS_CHANGED("The managers of the team are changed."),
    PEOPLE_ADDED("1 person is added to the team.", "%,d people are added to the team."),
    PEOPLE_REMOVED("1 person is removed from the team.", "%,d people are removed from the team."),
    NOBODY_CHOSEN("Nobody was chosen."),
    TOKEN_REVOKED("The key is revoked. Programs that use it are turned away."),
    COMPANY_CHANGED("The settings are saved."),
    SYNC_SAVED("The sync is set up. It begins in a moment."),
    SYNC_WOKEN("The next turn begins in a moment."),
    SYNC_PAUSED("The sync is paused."),
    SYNC_RESUMED("The sync goes on."),
    SYNC_REMOVED("The sync is removed. The sessions that it has brought stay."),
    DELETIONS_APPROVED("The sessions go to the trash once the upstream has been gone through again."),
    RETRIED("It is tried again in a moment."),
    SESSION_RESTORED("The session is restored. It stays here, though the upstream does not have it any more."),
    SESSION_DISCARDED("The session is in the trash again.");

    private static final String COOKIE = "time_sessions_notice";
    private static final Pattern FORM = Pattern.compile("([A-Z_]{1,40})\\.([0-9]{1,9})");

    private final String one;
    private final String many;

    Notice(String text) {
        this(text, text);
    }

    Notice(String one, String many) {
        this.one = one;
        this.many = many;
    }

    /** Leaves it for the next page. */
    void leave(Context ctx, Cookies cookies) {
        leave(ctx, cookies, 1);
    }

    void leave(Context ctx, Cookies cookies, int count) {
        cookies.set(ctx, COOKIE, name() + "." + count);
    }

    static boolean isLeft(Context ctx, Cookies cookies) {
        return cookies.find(ctx, COOKIE).isPresent();
    }

    /** What an earlier page left, once. */
    static Optional<String> take(Context ctx, Cookies cookies) {
        Optional<String> left = cookies.find(ctx, COOKIE);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        cookies.remove(ctx, COOKIE);
        var parts = FORM.matcher(left.get());
        if (!parts.matches()) {
            return Optional.empty();
        }
        for (Notice notice : values()) {
            if (notice.name().equals(parts.group(1))) {
                return Optional.of(notice.text(Integer.parseInt(parts.group(2))));
            }
        }
        return Optional.empty();
    }

    private String text(int count) {
        return count == 1 ? one : String.format(Locale.ENGLISH, many, count);
    }
}
