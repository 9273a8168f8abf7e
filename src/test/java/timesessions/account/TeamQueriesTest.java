package timesessions.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import timesessions.directory.Named;
import timesessions.testing.TestClock;
import timesessions.testing.TestDatabase;

class TeamQueriesTest {
    private final Accounts all = new Accounts(new TestClock("2026-03-02T09:00:00Z"));
    private long company;
    private Actor actor = Actor.commandLine(0);

    @BeforeEach
    void newCompany() {
        company = TestDatabase.company("Pacific Time (US & Canada)");
        actor = Actor.commandLine(company);
        all.person(company, 1, "Marta Ruiz");
        all.person(company, 2, "Theo Okafor");
        all.person(company, 3, "Ines Dahl");
    }

    @Test
    void aManagerSeesThePeopleOfTheirTeamsFromTheNextRequestOn() {
        Team west = all.team(company, "West", 1L);
        Account manager = all.create(company, Role.MANAGER, west.id());
        Token login = all.signIn(manager);
        assertThat(all.signedIn(login).visibility()).isEqualTo(new Visibility(company, Set.of(1L), Set.of(west.id())));

        all.teams.add(actor, company, west.id(), List.of(2L));
        assertThat(all.signedIn(login).visibility().people()).isEqualTo(Set.of(1L, 2L));

        all.teams.remove(actor, company, west.id(), List.of(1L));
        assertThat(all.signedIn(login).visibility().people()).isEqualTo(Set.of(2L));

        all.teams.delete(actor, company, west.id());
        assertThat(all.signedIn(login).visibility().people()).isEmpty();
        assertThat(all.signedIn(login).teams()).isZero();
    }

    @Test
    void aManagerOfTwoTeamsSeesBoth() {
        Team west = all.team(company, "West", 1L, 2L);
        Team east = all.team(company, "East", 2L, 3L);
        Token login = all.signIn(all.create(company, Role.MANAGER, west.id(), east.id()));

        assertThat(all.signedIn(login).visibility().people()).isEqualTo(Set.of(1L, 2L, 3L));
        assertThat(all.signedIn(login).teams()).isEqualTo(2);
    }

    @Test
    void peopleOfAnotherCompanyAreNotAdded() {
        long other = TestDatabase.company("London");
        all.person(other, 77, "Stranger");
        Team west = all.team(company, "West");

        assertThat(all.teams.add(actor, company, west.id(), List.of(77L, 1L))).isEqualTo(1);
        assertThatThrownBy(() -> all.teams.add(actor, other, west.id(), List.of(77L)))
                .isInstanceOf(Refused.class);
        assertThat(members(west)).containsExactly("Marta Ruiz");
    }

    @Test
    void aTeamOfAnotherCompanyIsNotThere() {
        Team west = all.team(company, "West", 1L);
        long other = TestDatabase.company("London");

        assertThat(all.teams.find(other, west.id())).isEmpty();
        assertThatThrownBy(() -> all.teams.delete(actor, other, west.id())).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> all.teams.rename(actor, other, west.id(), "Mine"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> all.teams.setManagers(actor, other, west.id(), List.of()))
                .isInstanceOf(Refused.class);
        assertThat(all.teams.find(company, west.id())).isPresent();
    }

    @Test
    void thousandsAreFoundAddedAndRemoved() {
        for (int i = 0; i < 2_500; i++) {
            all.person(company, 1_000 + i, "Worker %04d".formatted(i));
        }
        Team west = all.team(company, "West");

        assertThat(all.teams.others(company, west.id(), "worker 00", 1).total()).isEqualTo(100);
        assertThat(all.teams.others(company, west.id(), "", 99).number()).isEqualTo(26);
        assertThat(all.teams.addMatching(actor, company, west.id(), "worker")).isEqualTo(2_500);
        assertThat(all.teams.addMatching(actor, company, west.id(), "worker")).isZero();
        assertThat(all.teams.size(west.id())).isEqualTo(2_500);
        assertThat(all.teams.members(company, west.id(), "", 2).items())
                .first()
                .extracting(Named::name)
                .isEqualTo("Worker 0100");
        assertThat(all.teams.remove(actor, company, west.id(), List.of(1_000L, 1_001L, 5L)))
                .isEqualTo(2);
    }

    @Test
    void aSignOfSearchPatternsIsOnlyASign() {
        all.person(company, 9, "100% Ada_B");
        Team west = all.team(company, "West");

        assertThat(all.teams.others(company, west.id(), "0% a", 1).items())
                .extracting(Named::id)
                .containsExactly(9L);
        assertThat(all.teams.others(company, west.id(), "a_b", 1).items())
                .extracting(Named::id)
                .containsExactly(9L);
        assertThat(all.teams.others(company, west.id(), "' OR '1'='1", 1).items())
                .isEmpty();
    }

    @Test
    void twoTeamsOfACompanyHaveDifferentNames() {
        Team west = all.team(company, "West");
        Team east = all.team(company, "East");

        assertThatThrownBy(() -> all.team(company, "west")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> all.teams.rename(actor, company, east.id(), "West"))
                .isInstanceOf(Refused.class);
        all.teams.rename(actor, company, west.id(), "WEST");
        all.team(TestDatabase.company("London"), "West");
    }

    @Test
    void onlyManagersOfTheCompanyManage() {
        Team west = all.team(company, "West");
        Account manager = all.create(company, Role.MANAGER);
        Account payroll = all.create(company, Role.PAYROLL);
        Account stranger = all.create(TestDatabase.company("London"), Role.MANAGER);

        all.teams.setManagers(actor, company, west.id(), List.of(manager.id(), payroll.id(), stranger.id()));

        assertThat(all.teams.list(company))
                .singleElement()
                .satisfies(listed -> assertThat(listed.managers()).containsExactly(manager.name()));
        assertThat(all.trail.read(
                        company,
                        new TrailQueries.Filter(null, null, null, TrailAction.MANAGERS_CHANGED, null),
                        ZoneOffset.UTC,
                        9))
                .extracting(TrailQueries.Line::detail)
                .containsExactly("to " + manager.email());
    }

    private List<String> members(Team team) {
        return all.teams.members(company, team.id(), "", 1).items().stream()
                .map(Named::name)
                .toList();
    }
}
