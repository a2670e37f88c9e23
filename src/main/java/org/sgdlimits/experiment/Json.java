package org.sgdlimits.experiment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * JSON as people write it, with comments and trailing commas, and as we write it. NaN and numbers beyond the range of a double
 * are read, so that the reader of the key can refuse them by name.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern START_MARKER =
            Pattern.compile("\\(start marker at \\[.*?line: (\\d+), column: (\\d+)]\\)", Pattern.DOTALL);

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads one value.
     *
     * @param label the file, for messages
     * @throws UserError with line and column, if the text is no JSON
     */
    static JsonNode parse(String label, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            String cause =
                    START_MARKER.matcher(broken.getOriginalMessage()).replaceAll("(opened at line $1, column $2)");
            String advice = broken.getOriginalMessage().startsWith("Unexpected end-of-input")
                    ? ". The text ends too early: close what is open"
                    : "";
            throw new UserError(label + ": " + where + cause + advice, broken);
        }
    }

    /** Reads a value typed on the command line: JSON where it is JSON, else text. */
    static JsonNode parseOrText(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value.isMissingNode() ? MAPPER.getNodeFactory().textNode(text) : value;
        } catch (JsonProcessingException notJson) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }

    /** A value on several lines, ended by a line feed on every platform. */
    public static String print(JsonNode value) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
