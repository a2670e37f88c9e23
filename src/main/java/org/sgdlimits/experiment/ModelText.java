package org.sgdlimits.experiment;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds model files on the disk and reads their text. */
public final class ModelText {

    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*\\s*\\*?\\s*(.*?\\.)(?=\\s)", Pattern.DOTALL);

    private ModelText() {}

    static String read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new UserError(file + ": no such file. " + suggestion(file));
            }
            if (Files.isDirectory(file)) {
                throw new UserError(file + ": expected a model file, got a folder. " + suggestion(file));
            }
            return Files.readString(file);
        } catch (CharacterCodingException binary) {
            throw new UserError(file + ": expected text in UTF-8, got other bytes", binary);
        } catch (IOException unreadable) {
            throw new UserError(file + ": cannot be read (" + unreadable + ")", unreadable);
        }
    }

    private static String suggestion(Path file) {
        List<Path> models =
                new ArrayList<>(inFolder(Optional.ofNullable(file.getParent()).orElse(Path.of(""))));
        models.addAll(shipped());
        List<String> names = models.stream().map(Path::toString).distinct().toList();
        // a misspelt folder should not hide a well-spelt file
        List<String> nearNames = models.stream()
                .filter(model -> Suggestions.nearest(
                                file.getFileName() == null
                                        ? ""
                                        : file.getFileName().toString(),
                                List.of(model.getFileName().toString()))
                        .isPresent())
                .map(Path::toString)
                .distinct()
                .toList();
        return Suggestions.nearest(file.toString(), names)
                .or(() -> nearNames.stream().findFirst())
                .map(near -> "Did you mean " + near + "?")
                .orElse("`sgdlimits models` lists the models that come with it");
    }

    /** The models in {@code ./models}, or else in the installation's {@code models}, JSON before Java before sweep files. */
    public static List<Path> shipped() {
        Path here = Path.of("models");
        String home = System.getProperty("sgdlimits.home");
        return shipped(Files.isDirectory(here) || home == null ? here : Path.of(home, "models"));
    }

    static List<Path> shipped(Path folder) {
        List<Path> models = new ArrayList<>(inFolder(folder));
        models.addAll(inFolder(folder.resolve("java")));
        models.addAll(inFolder(folder.resolve("sweeps")));
        return models;
    }

    /** A model's description: the key of that name, or the first sentence of a Java file's first comment. */
    public static String description(Path model) {
        try {
            String text = read(model);
            if (!Experiment.isJava(model.toString())) {
                return Json.parse(model.toString(), text).path("description").asText("");
            }
            Matcher comment = FIRST_SENTENCE.matcher(text);
            return comment.find() ? comment.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ") : "";
        } catch (UserError broken) {
            return "cannot be read: " + broken.getMessage();
        }
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json") || Experiment.isJava(file.toString()))
                    .map(Path::normalize)
                    .sorted()
                    .toList();
        } catch (IOException noFolder) {
            return List.of();
        }
    }
}
