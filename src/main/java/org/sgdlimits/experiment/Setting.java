package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One key of a model file, overridden on the command line.
 *
 * @param option as the user typed it, for messages
 * @param key its path, such as {@code run.horizon.tau}
 * @param value JSON
 */
public record Setting(String option, String key, JsonNode value) {

    /** Keys of which an object has one: setting one removes the others. */
    private static final Map<String, List<String>> ALTERNATIVES = Map.of(
            "run.horizon", RunSection.CLOCKS,
            "model", List.of("teacher", "target"),
            "training.then", TrainingSection.SIDES);

    public Setting {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }

    /**
     * From {@code KEY=VALUE}; the value is read as JSON where it is JSON, else taken as text.
     *
     * @throws UserError if it has another form
     */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? "" : text.substring(0, equals).strip();
        if (key.isEmpty() || List.of(key.split("\\.", -1)).contains("")) {
            throw new UserError("--set " + text + ": expected KEY=VALUE, such as run.horizon.tau=5");
        }
        return new Setting("--set " + text, key, Json.parseOrText(text.substring(equals + 1)));
    }

    /** An option that stands for one key. */
    public static Setting of(String option, String value, String key) {
        return new Setting(option + " " + value, key, Json.parseOrText(value));
    }

    /** An option that stands for a list of words, separated by commas. */
    public static Setting ofList(String option, String value, String key) {
        var words = Json.object().putArray(key);
        for (String word : value.split(",", -1)) {
            words.add(word.strip());
        }
        return new Setting(option + " " + value, key, words);
    }

    /** Overrides the key in a model file's tree; objects on the way are made where they are missing. */
    void apply(ObjectNode root) {
        String[] path = key.split("\\.", -1);
        ObjectNode node = root;
        String parent = "";
        for (int i = 0; i < path.length; i++) {
            for (String other : ALTERNATIVES.getOrDefault(parent, List.of())) {
                if (ALTERNATIVES.get(parent).contains(path[i]) && !other.equals(path[i])) {
                    node.remove(other);
                }
            }
            if (i == path.length - 1) {
                node.set(path[i], value);
                return;
            }
            parent = parent.isEmpty() ? path[i] : parent + "." + path[i];
            if (!node.has(path[i])) {
                node.putObject(path[i]);
            }
            if (!(node.get(path[i]) instanceof ObjectNode child)) {
                throw new UserError(option + ": " + parent + ": expected an object to set \"" + path[i + 1]
                        + "\" in, got " + Fields.show(node.get(path[i])));
            }
            node = child;
        }
    }
}
