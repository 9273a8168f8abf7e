package timesessions.ingest.tracker;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a column of an export is about. Trackers write their headers in the language of whoever exports, so each column
 * goes by many names; what has none of them is not read.
 */
enum Column {
    PROJECT("project", "projekt", "projet", "proyecto", "projeto", "progetto"),
    CLIENT("client", "customer", "kunde", "klant", "cliente", "auftraggeber"),
    TASK(
            "task",
            "activity",
            "aufgabe",
            "tätigkeit",
            "aktivität",
            "tâche",
            "activité",
            "tarea",
            "actividad",
            "tarefa",
            "atividade",
            "attività",
            "compito",
            "taak",
            "activiteit"),
    DESCRIPTION(
            "description",
            "notes",
            "note",
            "beschreibung",
            "notizen",
            "descripción",
            "notas",
            "descrição",
            "descrizione",
            "omschrijving",
            "beschrijving"),
    PERSON(
            "user",
            "member",
            "user_name",
            "username",
            "person",
            "employee name",
            "team member",
            "benutzer",
            "benutzername",
            "mitarbeiter",
            "mitglied",
            "utilisateur",
            "usuario",
            "usuário",
            "utente",
            "gebruiker"),
    /** How a person is shown, where the tracker also says how they sign in. */
    PERSON_SHOWN("name", "alias", "full name", "nom", "nombre", "nome", "naam"),
    FIRST_NAME("first name", "vorname", "prénom", "nombre de pila", "voornaam"),
    LAST_NAME("last name", "nachname", "nom de famille", "apellido", "apellidos", "achternaam"),
    EMAIL(
            "email",
            "e-mail",
            "user_email",
            "email address",
            "e-mail address",
            "e-mail-adresse",
            "adresse e-mail",
            "courriel",
            "correo electrónico",
            "correo",
            "e-mailadres"),
    DATE("date", "datum", "fecha", "data", "spent date"),
    START(
            "start",
            "from",
            "begin",
            "start_time",
            "beginn",
            "anfang",
            "von",
            "début",
            "de",
            "inicio",
            "desde",
            "início",
            "inizio",
            "da",
            "van"),
    END("end", "to", "end_time", "ende", "bis", "fin", "à", "a", "hasta", "fim", "até", "fine", "al", "tot", "einde"),
    START_DATE(
            "start date",
            "startdatum",
            "date de début",
            "fecha de inicio",
            "data de início",
            "data inicial",
            "data di inizio",
            "data inizio",
            "begindatum"),
    START_TIME(
            "start time",
            "startzeit",
            "heure de début",
            "hora de inicio",
            "hora de início",
            "hora inicial",
            "ora di inizio",
            "ora inizio",
            "starttijd",
            "begintijd"),
    END_DATE(
            "end date",
            "stop date",
            "enddatum",
            "date de fin",
            "fecha de finalización",
            "fecha de fin",
            "data de término",
            "data final",
            "data di fine",
            "data fine",
            "einddatum"),
    END_TIME(
            "end time",
            "stop time",
            "endzeit",
            "heure de fin",
            "hora de finalización",
            "hora de fin",
            "hora de término",
            "hora final",
            "ora di fine",
            "ora fine",
            "eindtijd"),
    DURATION(
            "duration",
            "duration (h)",
            "duration (hh:mm:ss)",
            "dauer",
            "dauer (h)",
            "durée",
            "durée (h)",
            "duración",
            "duración (h)",
            "duração",
            "duração (h)",
            "durata",
            "durata (h)",
            "duur",
            "duur (h)"),
    HOURS(
            "hours",
            "duration (decimal)",
            "time (decimal)",
            "stunden",
            "dauer (dezimal)",
            "heures",
            "durée (décimale)",
            "horas",
            "duración (decimal)",
            "duração (decimal)",
            "ore",
            "durata (decimale)",
            "uren",
            "duur (decimaal)"),
    BREAK("break", "break duration", "pause", "pausa", "descanso", "pauze"),
    TYPE("type", "entry type", "typ", "tipo");

    private static final Map<String, Column> BY_NAME = new HashMap<>();

    static {
        for (Column column : values()) {
            column.names.forEach(name -> BY_NAME.put(name, column));
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // Made by toList(), whose lists never change.
    private final List<String> names;

    Column(String... names) {
        this.names = Arrays.stream(names).map(Column::folded).toList();
    }

    static @Nullable Column named(String header) {
        return BY_NAME.get(folded(header));
    }

    /** A name without what differs from one version to the next: case, kinds of blanks, how accents are composed. */
    static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Z}\\s\\uFEFF]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
