package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * The keys of one object in a model file, read one by one.
 *
 * <p>Every error names the key's whole path. A default that is used is written into the object, so that what is left after
 * reading is the model with nothing unsaid.
 */
public final class Fields {

    private static final int SHOWN = 60;

    private final Source source;
    private final String path;
    private final ObjectNode node;

    Fields(Source source, String path, ObjectNode node) {
        this.source = source;
        this.path = path;
        this.node = node;
    }

    /**
     * The keys of a file of its own, read with comments and trailing commas.
     *
     * @throws UserError if the text is no JSON object
     */
    public static Fields of(String file, String text) {
        if (Json.parse(file, text) instanceof ObjectNode root) {
            return new Fields(new Source(file, List.of()), "", root);
        }
        throw new UserError(file + ": expected an object {…}");
    }

    /** Objects of a list of objects; empty where the key is missing. */
    public List<Fields> objects(String key) {
        List<Fields> objects = new ArrayList<>();
        if (has(key) && !node.get(key).isArray()) {
            throw unexpected(key, "a list of objects [{…}, …]");
        }
        for (int i = 0; i < node.path(key).size(); i++) {
            String name = key + "[" + (i + 1) + "]";
            if (!(node.get(key).get(i) instanceof ObjectNode child)) {
                throw error(
                        name,
                        "expected an object {…}, got " + show(node.get(key).get(i)));
            }
            objects.add(new Fields(source, path(name), child));
        }
        return objects;
    }

    /** The entries of this object as settings of a model's keys, {@code {"run.dimension": 60}}. */
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        node.properties()
                .forEach(entry -> settings.add(
                        new Setting(source.file() + ": " + path(entry.getKey()), entry.getKey(), entry.getValue())));
        return settings;
    }

    /** A finite number of any sign. */
    public double number(String key) {
        return finite(require(key, "a finite number"), key, "a finite number");
    }

    double number(String key, double fallback) {
        if (!has(key)) {
            node.put(key, fallback);
        }
        return number(key);
    }

    /** Refuses keys other than the known ones. */
    public Fields only(Collection<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw error(name, "unknown key. " + Suggestions.hint(name, known));
            }
        }
        return this;
    }

    public boolean has(String key) {
        return node.has(key);
    }

    boolean isObject(String key) {
        return node.path(key).isObject();
    }

    boolean isList(String key) {
        return node.path(key).isArray();
    }

    boolean isText(String key) {
        return node.path(key).isTextual();
    }

    /** Gives a key that is left out the value of another. */
    void fallBackOn(String key, String other) {
        if (!has(key) && has(other)) {
            node.set(key, node.get(other).deepCopy());
        }
    }

    /** Gives a key that is left out the value that it has in another object, if it has one there. */
    void inherit(String key, Fields from) {
        if (!has(key) && from.has(key)) {
            node.set(key, from.node.get(key).deepCopy());
        }
    }

    /** This object with other keys, in the file's tree too. */
    Fields replaced(ObjectNode other) {
        node.removeAll();
        node.setAll(other);
        return this;
    }

    /** Where this object stands in the file. */
    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Source source() {
        return source;
    }

    public UserError error(String key, String text) {
        return source.error(key.isEmpty() ? path : path(key), text);
    }

    private UserError unexpected(String key, String expected) {
        return error(key, "expected " + expected + ", got " + show(node.get(key)));
    }

    /** A value as a message shows it: compact JSON, cut where it is long. */
    static String show(JsonNode value) {
        String text = value.isNumber() ? value.asText() : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " …";
    }

    private JsonNode require(String key, String expected) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw error(key, "expected " + expected + ", but the key is missing");
        }
        return value;
    }

    public Fields object(String key) {
        if (require(key, "an object") instanceof ObjectNode child) {
            return new Fields(source, path(key), child);
        }
        throw unexpected(key, "an object {…}");
    }

    Fields objectOrEmpty(String key) {
        if (!has(key)) {
            node.putObject(key);
        }
        return object(key);
    }

    public String text(String key, String fallback) {
        if (!has(key)) {
            node.put(key, fallback);
        }
        if (!node.get(key).isTextual()) {
            throw unexpected(key, "text in quotes");
        }
        return node.get(key).textValue();
    }

    /** A text that must be there. */
    public String required(String key) {
        require(key, "text in quotes");
        return text(key, "");
    }

    /** One of a few words; a null fallback makes the key a required one. */
    public String choice(String key, Collection<String> choices, String fallback) {
        String expected = Suggestions.alternatives(choices);
        if (!has(key) && fallback != null) {
            node.put(key, fallback);
        }
        JsonNode value = require(key, expected);
        if (!value.isTextual() || !choices.contains(value.textValue())) {
            String hint = Suggestions.nearest(value.asText(), choices)
                    .map(near -> ". Did you mean \"" + near + "\"?")
                    .orElse("");
            throw error(key, "expected " + expected + ", got " + show(value) + hint);
        }
        return value.textValue();
    }

    public boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            node.put(key, fallback);
        }
        if (!node.get(key).isBoolean()) {
            throw unexpected(key, "true or false");
        }
        return node.get(key).booleanValue();
    }

    public double positive(String key) {
        double value = finite(require(key, "a number > 0"), key, "a number > 0");
        if (!(value > 0)) {
            throw unexpected(key, "a number > 0");
        }
        return value;
    }

    public double positive(String key, double fallback) {
        if (!has(key)) {
            node.put(key, fallback);
        }
        return positive(key);
    }

    double nonNegative(String key, String expected, double fallback) {
        if (!has(key)) {
            node.put(key, fallback);
        }
        return nonNegative(key, expected);
    }

    public double nonNegative(String key, String expected) {
        double value = finite(require(key, expected), key, expected);
        if (value < 0) {
            throw unexpected(key, expected);
        }
        return value;
    }

    private double finite(JsonNode value, String key, String expected) {
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        String range = value.isNumber() ? " within the range of a double" : "";
        throw error(key, "expected " + expected + range + ", got " + show(value));
    }

    /** A whole number between bounds, {@code 1e6} included. */
    public long whole(String key, long least, long most) {
        return whole(require(key, "a whole number"), key, least, most);
    }

    long whole(String key, long least, long most, long fallback) {
        if (!has(key)) {
            node.put(key, fallback);
        }
        return whole(key, least, most);
    }

    private long whole(JsonNode value, String key, long least, long most) {
        OptionalLong number = exact(value);
        if (number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most) {
            return number.getAsLong();
        }
        boolean tooLarge = least == Long.MIN_VALUE || number.orElse(least) > most;
        throw error(
                key,
                "expected a whole number " + (tooLarge ? "from " + least + " to " + most : ">= " + least) + ", got "
                        + show(value));
    }

    private static OptionalLong exact(JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(value.decimalValue().longValueExact());
        } catch (ArithmeticException notWhole) {
            return OptionalLong.empty();
        }
    }

    /** A list of numbers, not empty. */
    public double[] vector(String key) {
        return vector(require(key, "a list of numbers"), key);
    }

    double[] vector(String key, double[] fallback) {
        if (!has(key)) {
            ArrayNode list = node.putArray(key);
            for (double value : fallback) {
                list.add(value);
            }
        }
        return vector(key);
    }

    private double[] vector(JsonNode list, String key) {
        if (!list.isArray() || list.isEmpty()) {
            throw error(key, "expected a list of numbers [..., ...], got " + show(list));
        }
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = finite(list.get(i), key + "[" + (i + 1) + "]", "a finite number");
        }
        return values;
    }

    /** A list of numbers, all positive. */
    public double[] positives(String key) {
        return bounded(key, "a number > 0", value -> value > 0);
    }

    /** A list of numbers, none negative. */
    double[] nonNegatives(String key) {
        return bounded(key, "a number >= 0", value -> value >= 0);
    }

    private double[] bounded(String key, String expected, DoublePredicate holds) {
        double[] values = vector(key);
        for (int i = 0; i < values.length; i++) {
            if (!holds.test(values[i])) {
                throw error(
                        key + "[" + (i + 1) + "]",
                        "expected " + expected + ", got " + show(node.get(key).get(i)));
            }
        }
        return values;
    }

    /** A list of whole numbers, all positive. */
    public long[] counts(String key) {
        return wholes(key, 1, Long.MAX_VALUE);
    }

    /** A list of whole numbers between bounds. */
    long[] wholes(String key, long least, long most) {
        vector(key);
        JsonNode list = node.get(key);
        long[] values = new long[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole(list.get(i), key + "[" + (i + 1) + "]", least, most);
        }
        return values;
    }

    /** A list of rows. */
    public double[][] matrix(String key) {
        JsonNode list = require(key, "a matrix [[…], …]");
        if (!list.isArray() || list.isEmpty() || !list.get(0).isArray()) {
            throw error(key, "expected a matrix as a list of rows [[…], …], got " + show(list));
        }
        double[][] rows = new double[list.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(list.get(i), key + "[" + (i + 1) + "]");
        }
        return rows;
    }

    /** A matrix, or the name of a file of numbers beside the model file, whose rows then take the place of its name. */
    double[][] matrixOrFile(String key) {
        if (node.path(key).isTextual()) {
            double[][] rows = rowsOf(key);
            ArrayNode stated = node.putArray(key);
            for (double[] row : rows) {
                ArrayNode numbers = stated.addArray();
                for (double number : row) {
                    numbers.add(number);
                }
            }
        }
        return matrix(key);
    }

    /** The rows of the file of numbers that a key names, beside the model file. */
    double[][] rowsOf(String key) {
        Path file = fileOf(key);
        try {
            return MatrixFile.read(file);
        } catch (UserError unreadable) {
            throw error(key, unreadable.getMessage());
        }
    }

    /**
     * What the file that a key names beside the model file holds. From then on the key states its absolute path, and
     * {@code sha256} its digest, so that a manifest finds the same bytes or says that they have changed.
     */
    <T> T contentsOf(String key, Function<Path, T> reader) {
        Path file = fileOf(key);
        T contents;
        String digest;
        try {
            contents = reader.apply(file);
            digest = MatrixFile.digest(file);
        } catch (UserError unreadable) {
            throw error(key, unreadable.getMessage());
        }
        if (!text("sha256", digest).equals(digest)) {
            throw error(
                    "sha256",
                    "expected " + digest + ", the digest of " + file + ", got " + show(node.get("sha256"))
                            + ". The file is no longer the one that was stated");
        }
        node.put(key, file.toAbsolutePath().normalize().toString());
        return contents;
    }

    /** The matrix in the file that a key names, of an archive the array that {@code array} names. */
    MatrixFile.Contents contentsOf(String key) {
        String array = has("array") ? required("array") : "";
        return contentsOf(key, file -> MatrixFile.read(file, array));
    }

    /** The file that a key names beside the model file. */
    Path fileOf(String key) {
        return Path.of(source.file()).resolveSibling(required(key));
    }

    /** A list of words, not empty and without repetition. */
    public List<String> words(String key, List<String> fallback) {
        if (!has(key)) {
            fallback.forEach(node.putArray(key)::add);
        }
        JsonNode list = node.get(key);
        if (!list.isArray() || list.isEmpty()) {
            throw unexpected(key, "a list of words [\"…\", …]");
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : list) {
            if (!word.isTextual() || words.contains(word.textValue())) {
                throw error(key, "expected words in quotes, none twice, got " + show(list));
            }
            words.add(word.textValue());
        }
        return words;
    }
}
