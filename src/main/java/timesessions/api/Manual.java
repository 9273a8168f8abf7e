package timesessions.api;

import java.util.List;

/**
 * The OpenAPI document as its page shows it: resolved and put into words. What there is nothing to say of is an empty text
 * or list.
 *
 * @param headers that answers have, each once, whatever the number of answers
 * @param errors that several operations answer with, each once
 */
public record Manual(
        String title,
        String version,
        String summary,
        String introduction,
        List<KeyForm> keyForms,
        List<Group> groups,
        List<Header> headers,
        List<Failure> errors,
        List<Schema> schemas) {

    /** One way to send the key. */
    public record KeyForm(String name, String example, String description) {}

    /** Operations on one subject. */
    public record Group(String name, String anchor, String description, List<Address> addresses) {}

    /** One address with all that can be done there. */
    public record Address(String path, String anchor, List<Operation> operations) {}

    /**
     * A method of an address.
     *
     * @param likeFirst whether the parameters are those of the address's first operation, which lists them
     */
    public record Operation(
            String method,
            String path,
            String anchor,
            String summary,
            String description,
            boolean needsKey,
            boolean likeFirst,
            List<Parameter> parameters,
            List<Response> responses,
            List<Example> examples) {}

    /** What a request may say, in its address or as a header. */
    public record Parameter(
            String name, String place, boolean required, ValueType type, String description, String example) {}

    /**
     * One possible answer of an operation.
     *
     * @param error the anchor of the error that is described elsewhere
     */
    public record Response(String status, String description, String error, List<String> headers, ValueType body) {}

    /** A header of answers. */
    public record Header(String name, String anchor, ValueType type, String description, String example) {}

    /** An answer that several operations have. */
    public record Failure(
            String status,
            String name,
            String anchor,
            String description,
            List<String> headers,
            List<Example> examples) {}

    /**
     * A kind of value that has a name.
     *
     * @param type what it is, where it has no fields
     */
    public record Schema(
            String name,
            String anchor,
            String description,
            List<Field> fields,
            ValueType type,
            String pattern,
            List<String> examples) {}

    /** A part of an object; the name of a part of a part has a dot. */
    public record Field(String name, ValueType type, String description) {}

    /**
     * What a value can be.
     *
     * @param fallback the value that counts where none is given
     */
    public record ValueType(List<Word> words, List<String> choices, String fallback) {
        static final ValueType NONE = new ValueType(List.of(), List.of(), "");
    }

    /** A part of a type's name, with the anchor of what it names. */
    public record Word(String text, String anchor) {}

    /** A piece of JSON. */
    public record Example(String summary, List<Token> tokens) {}

    /**
     * A piece of JSON in one colour.
     *
     * @param kind a class of the style sheet; empty for what only holds the rest together
     */
    public record Token(String kind, String text) {}
}
