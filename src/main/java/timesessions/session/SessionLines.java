package timesessions.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.session.SessionView.Duration;
import timesessions.web.Html;

/**
 * Lines of a list that follow one another, or one that is open. Written here and not in a template, since a page has up to
 * a hundred: with two dozen expressions in each they were a good part of what a list took.
 *
 * @param html the bodies of the table; of a line that is open the cells alone
 * @param open the session whose entries are shown; null where the lines are closed
 */
public record SessionLines(String html, @Nullable SessionView open) {
    private static final int LENGTH_OF_ONE = 1_500;

    /**
     * The lines of sessions, closed ones together.
     *
     * @param byDay whether the list has headings that say the days
     */
    static List<SessionLines> of(List<SessionView> sessions, ListColumn.Shown columns, DayAxis axis, boolean byDay) {
        var lines = new ArrayList<SessionLines>();
        var closed = new Html(sessions.size() * LENGTH_OF_ONE);
        for (SessionView session : sessions) {
            if (session.open()) {
                addClosed(lines, closed);
                closed = new Html(LENGTH_OF_ONE);
                var cells = new Html(LENGTH_OF_ONE);
                cells(cells, session, columns, axis, byDay);
                lines.add(new SessionLines(cells.toString(), session));
            } else {
                closed.markup("<tbody class=\"session\" id=\"session-")
                        .markup(Long.toString(session.id()))
                        .markup("\"><tr class=\"row-line\">");
                cells(closed, session, columns, axis, byDay);
                closed.markup("</tr></tbody>\n");
            }
        }
        addClosed(lines, closed);
        return lines;
    }

    private static void addClosed(List<SessionLines> lines, Html closed) {
        if (!closed.isEmpty()) {
            lines.add(new SessionLines(closed.toString(), null));
        }
    }

    private static void cells(Html html, SessionView session, ListColumn.Shown columns, DayAxis axis, boolean byDay) {
        person(html, session);
        project(html, session, columns.laborType());
        if (columns.time()) {
            time(html, session, byDay);
        }
        if (columns.dayAxis()) {
            html.markup("<td class=\"c-axis\"><svg")
                    .attribute("class", axis.style())
                    .markup(" aria-hidden=\"true\">")
                    .markup(session.bars())
                    .markup("</svg></td>");
        }
        if (columns.work()) {
            duration(html, "<td class=\"c-work num\">", session.work());
        }
        if (columns.breaks()) {
            duration(html, "<td class=\"c-break num\">", session.breaks());
        }
        duration(html, "<td class=\"c-total num\">", session.total());
        if (columns.description()) {
            html.markup("<td class=\"c-text\">");
            element(html, "<span class=\"line\"", session.descriptionTitle(), session.description());
            html.markup("</td>");
        }
    }

    private static void person(Html html, SessionView session) {
        html.markup("<th class=\"c-person\" scope=\"row\"><a class=\"toggle\"")
                .attribute("href", session.toggle())
                .attribute("aria-expanded", session.open())
                .markup("><span class=\"toggle-mark\" aria-hidden=\"true\"></span>");
        element(html, "<span", null, session.person());
        html.markup("</a>");
        if (!session.state().isEmpty()) {
            html.markup(" <span")
                    .attribute("class", session.onBreak() ? "running running-break" : "running")
                    .markup("><span class=\"running-mark\" aria-hidden=\"true\"></span>");
            element(html, "<span", null, session.state());
            html.markup("</span>");
        }
        html.markup("</th>");
    }

    private static void project(Html html, SessionView session, boolean withLaborTypes) {
        html.markup("<td class=\"c-project\"><span").attribute("class", session.projectStyle());
        element(html, "", session.projectTitle(), session.projectText());
        if (withLaborTypes) {
            html.markup(" ");
            element(html, "<span class=\"text-secondary labor\"", null, session.laborTypes());
        }
        html.markup("</td>");
    }

    private static void time(Html html, SessionView session, boolean byDay) {
        html.markup("<td class=\"c-time\">");
        if (!session.zone().isEmpty()) {
            element(html, "<span class=\"zone\"", session.zoneName(), session.zone());
            html.markup(" ");
        }
        if (!byDay) {
            element(html, "<span class=\"row-day\"", null, session.day());
            html.markup(" ");
        }
        if (session.clocked()) {
            element(html, "<span class=\"times\"", null, session.times());
        } else {
            element(
                    html,
                    "<span class=\"times text-secondary\"",
                    "The tracker that this came from knows only how long, not when.",
                    "no clock times");
        }
        if (session.endsLater()) {
            html.markup("<sup title=\"ends on a later day\">")
                    .text(session.laterDays())
                    .markup("</sup>");
        }
        html.markup("</td>");
    }

    private static void duration(Html html, String cell, Duration duration) {
        html.markup(cell).markup("<span").attribute("data-running", duration.runningSeconds());
        element(html, "", duration.otherwise(), duration.text());
        html.markup("</td>");
    }

    /** Ends a span that is open, or opened by the tag, with a tooltip and a text. */
    private static void element(Html html, String tag, @Nullable String title, String text) {
        html.markup(tag).attribute("title", title).markup(">").text(text).markup("</span>");
    }
}
