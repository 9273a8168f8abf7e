package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import timesessions.database.Database;
import timesessions.web.FormToken;
import timesessions.web.NavItem;

/** Every page of accounts, teams and settings. */
public final class AccountPages {
    private final Gate gate;
    private final SignInPages signIn;
    private final OwnAccountPages own;
    private final AccountSettings accountSettings;
    private final TeamSettings teamSettings;
    private final TokenSettings tokenSettings;
    private final CompanySettings companySettings;
    private final TrailPages trailPages;

    public AccountPages(Database database, Clock clock, Gate gate) {
        var signIns = new SignIns(database, clock, new Passwords(), gate.logins());
        var accounts = new AccountQueries(database, clock);
        var teams = new TeamQueries(database, clock);
        this.gate = gate;
        signIn = new SignInPages(signIns, gate);
        own = new OwnAccountPages(signIns, gate.logins(), gate);
        accountSettings = new AccountSettings(accounts, teams, gate);
        teamSettings = new TeamSettings(teams, gate);
        tokenSettings = new TokenSettings(new ApiTokenQueries(database, clock), gate, clock);
        companySettings = new CompanySettings(new CompanyQueries(database, clock), gate, clock);
        trailPages = new TrailPages(new TrailQueries(database, clock), accounts);
    }

    public void addTo(RoutesConfig routes) {
        signIn.addTo(routes);
        own.addTo(routes);
        accountSettings.addTo(routes);
        teamSettings.addTo(routes);
        tokenSettings.addTo(routes);
        companySettings.addTo(routes);
        trailPages.addTo(routes);
    }

    /**
     * What every page shows, whatever it is about: who is signed in and where they can go, and what was just done.
     *
     * @param navigation for those who are signed in
     */
    public Map<String, Object> common(Context ctx, List<NavItem> navigation) {
        var model = new HashMap<String, Object>();
        model.put("formToken", FormToken.whenAsked(ctx));
        model.put("navigation", SignedIn.find(ctx).isPresent() ? navigation : List.of());
        SignedIn.find(ctx).ifPresent(who -> model.put("reader", who));
        gate.takeNotice(ctx).ifPresent(notice -> model.put("notice", notice));
        return model;
    }
}
