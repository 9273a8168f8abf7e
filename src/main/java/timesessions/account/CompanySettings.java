package timesessions.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import timesessions.time.PayPeriod;
import timesessions.time.RailsTimeZone;
import timesessions.web.Access;
import timesessions.web.Form;

/** What a company is called, and how it counts days, weeks and pay periods, for its admins. */
final class CompanySettings {
    private static final String PATH = "/settings/company";
    private static final int LONGEST_NAME = 200;

    private final CompanyQueries companies;
    private final Gate gate;
    private final Clock clock;

    CompanySettings(CompanyQueries companies, Gate gate, Clock clock) {
        this.companies = companies;
        this.gate = gate;
        this.clock = clock;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, ctx -> show(ctx, filled(SignedIn.of(ctx).company())), Access.ADMIN);
        routes.post(PATH, this::save, Access.ADMIN);
    }

    private void save(Context ctx) {
        Form form = Form.of(ctx);
        Optional<Company> company = read(form, SignedIn.of(ctx).company());
        if (company.isEmpty()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, form);
            return;
        }
        companies.save(gate.actor(ctx), company.get());
        gate.notice(ctx, Notice.COMPANY_CHANGED);
        ctx.redirect(PATH, HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx, Form form) {
        Company company = SignedIn.of(ctx).company();
        var zones = new ArrayList<>(
                RailsTimeZone.all().stream().map(RailsTimeZone::name).toList());
        if (!zones.contains(company.timeZone().name())) {
            zones.add(company.timeZone().name());
        }
        var model = new HashMap<String, Object>();
        model.put("form", form);
        model.put("zones", zones);
        model.put("days", Arrays.asList(DayOfWeek.values()));
        model.put("payPeriods", List.of(PayPeriodChoice.values()));
        model.put("current", company.payPeriod().containing(company.today(clock)));
        ctx.render("settings/company", model);
    }

    private static Form filled(Company company) {
        Form form = Form.empty()
                .with("name", company.name())
                .with("time_zone", company.timeZone().name())
                .with("first_day_of_week", parameter(company.firstDayOfWeek()))
                .with("pay_period", PayPeriodChoice.of(company.payPeriod()).parameter());
        return company.payPeriod() instanceof PayPeriod.EveryTwoWeeks everyTwoWeeks
                ? form.with("anchor", everyTwoWeeks.anchor())
                : form;
    }

    private static Optional<Company> read(Form form, Company before) {
        String name = form.required("name", LONGEST_NAME, "Give the company's name.");
        Optional<RailsTimeZone> zone = RailsTimeZone.find(form.value("time_zone"));
        if (zone.isEmpty()) {
            form.problem("time_zone", "Choose a time zone.");
        }
        Optional<DayOfWeek> firstDay = Arrays.stream(DayOfWeek.values())
                .filter(day -> parameter(day).equals(form.value("first_day_of_week")))
                .findFirst();
        if (firstDay.isEmpty()) {
            form.problem("first_day_of_week", "Choose a day.");
        }
        Optional<PayPeriodChoice> choice = PayPeriodChoice.find(form.value("pay_period"));
        if (choice.isEmpty()) {
            form.problem("pay_period", "Choose how often the company pays.");
        }
        LocalDate anchor = choice.filter(PayPeriodChoice.TWO_WEEKS::equals)
                .flatMap(twoWeeks -> anchor(form))
                .orElse(LocalDate.EPOCH);
        return form.isGood() && zone.isPresent() && firstDay.isPresent() && choice.isPresent()
                ? Optional.of(new Company(
                        before.id(),
                        name,
                        zone.get(),
                        firstDay.get(),
                        choice.get().with(firstDay.get(), anchor)))
                : Optional.empty();
    }

    private static Optional<LocalDate> anchor(Form form) {
        try {
            LocalDate anchor = LocalDate.parse(form.line("anchor"));
            if (anchor.getYear() >= 1970 && anchor.getYear() <= 2200) {
                return Optional.of(anchor);
            }
            form.problem("anchor", "Give a day between 1970 and 2200.");
        } catch (DateTimeException e) {
            form.problem("anchor", "Give the first day of any one pay period, such as 2026-01-05.");
        }
        return Optional.empty();
    }

    private static String parameter(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }
}
