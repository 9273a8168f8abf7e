package timesessions.account;

import java.util.Locale;
import java.util.Optional;

/** What the trail tells of. The names are stored, so they stay. */
public enum TrailAction {
    SIGNED_IN("signed in"),
    SIGN_IN_FAILED("failed to sign in"),
    SIGNED_OUT("signed out"),
    SIGNED_OUT_ELSEWHERE("signed out elsewhere"),
    PASSWORD_CHANGED("changed their password"),
    PASSWORD_SET("set a password by a link"),
    ACCOUNT_INVITED("invited"),
    ACCOUNT_CREATED("created the account"),
    ACCOUNT_CHANGED("changed the account"),
    ACCOUNT_DISABLED("disabled the account"),
    ACCOUNT_ENABLED("enabled the account"),
    LINK_MADE("made a new link for"),
    INVITATION_WITHDRAWN("withdrew the invitation of"),
    TEAM_CREATED("created the team"),
    TEAM_RENAMED("renamed the team"),
    TEAM_DELETED("deleted the team"),
    PEOPLE_ADDED("added people to the team"),
    PEOPLE_REMOVED("removed people from the team"),
    MANAGERS_CHANGED("changed the managers of the team"),
    TOKEN_CREATED("created the API key"),
    TOKEN_REVOKED("revoked the API key"),
    COMPANY_CHANGED("changed the settings of"),
    SYNC_SET_UP("set up the sync with"),
    SYNC_PAUSED("paused the sync with"),
    SYNC_RESUMED("resumed the sync with"),
    SYNC_REMOVED("removed the sync with"),
    SYNC_DELETIONS_APPROVED("approved the deletions of"),
    SESSION_RESTORED("restored the session"),
    SESSION_DISCARDED("took back the restoring of the session"),
    IMPORT_STARTED("imported the file"),
    IMPORT_UNDONE("undid the import of");

    private final String label;

    TrailAction(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** How the filter names it, and how it is stored. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TrailAction> find(String parameter) {
        for (TrailAction action : values()) {
            if (action.parameter().equals(parameter)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
