package org.sgdlimits.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the keys of a model come from: a file, and options that override some of its keys. Every error about a key is made
 * here, {@code FILE: KEY.PATH: …}.
 *
 * @param file as the user named it
 * @param settings options that override keys
 */
record Source(String file, List<Setting> settings) {

    private static final Pattern KEYED =
            Pattern.compile("([A-Za-z]+(?:(?:\\[[0-9,]+])?\\.[A-Za-z]+)*(?:\\[[0-9,]+])?): (.*)", Pattern.DOTALL);
    private static final List<String> SECTIONS =
            List.of("model", "training", "start", "run", "exit", "grid", "fit", "phaseDiagram", "searchAndDescent");
    private static final List<String> TRAINING_KEYS = List.of("learningRate", "secondLayerRate", "batch");

    Source {
        settings = List.copyOf(settings);
    }

    /** An error about the key at a path. */
    UserError error(String path, String text) {
        return new UserError(label(path) + ": " + (path.isEmpty() ? "" : path + ": ") + text);
    }

    /** The option that set the key, if one did, else the file. */
    private String label(String path) {
        String label = file;
        for (Setting setting : settings) {
            String key = setting.key();
            if (path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "[")) {
                label = setting.option();
            } else if (key.startsWith(path + ".")) {
                label = file + " with " + setting.option();
            }
        }
        return label;
    }

    /**
     * Builds a value whose class checks its arguments, and turns its complaint into an error about the key.
     *
     * @param section the part of the file that the value comes from; empty for the whole
     */
    <T> T build(String section, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw error(section, refused);
        }
    }

    /** The error for what a class of ours said of its argument. */
    UserError error(String section, IllegalArgumentException refused) {
        Matcher keyed = KEYED.matcher(String.valueOf(refused.getMessage()));
        return keyed.matches()
                ? error(path(section, keyed.group(1)), keyed.group(2))
                : error(section, String.valueOf(refused.getMessage()));
    }

    /** The error for what a method said of the problem, if it names one of the file's keys. */
    Optional<RuntimeException> keyedError(IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        return SECTIONS.stream()
                        .anyMatch(section -> message.startsWith(section + ".") || message.startsWith(section + ":"))
                ? Optional.of(error("", refused))
                : Optional.empty();
    }

    /**
     * The classes name keys from the section on, {@code student.width}, or from the top, {@code run.dimension}; of rows from
     * {@code data} on, wherever those stand.
     */
    private static String path(String section, String key) {
        String first = key.split("[.\\[]", 2)[0];
        if (SECTIONS.contains(first) || key.equals(section)) {
            return key;
        }
        if (first.equals("data") && section.startsWith("model.data")) {
            return section + key.substring(first.length());
        }
        if (section.isEmpty()) {
            return (TRAINING_KEYS.contains(first) ? "training." : "model.") + key;
        }
        return section + "." + key;
    }
}
