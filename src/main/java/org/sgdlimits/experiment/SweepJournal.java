package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Passages;
import org.sgdlimits.method.Trajectory.Instant;

/**
 * The finished points of a sweep that has not ended, a file each in a hidden folder beside the run folder, so that a sweep that was
 * interrupted goes on where it stopped.
 *
 * <p>A file is known by a hash of everything that its numbers depend on: the model with every key filled in, the seed, the version
 * of the program. It is written beside its place and moved there, so that what is there is whole; what cannot be read is measured
 * again. Numbers read back to the same bits; the result of a sweep does not show how often it was interrupted.
 */
final class SweepJournal {

    private final Path folder;

    private SweepJournal(Path folder) {
        this.folder = folder;
    }

    /** The journal of the run folder to be. */
    static SweepJournal beside(Path runFolder) {
        Path target = runFolder.toAbsolutePath().normalize();
        return new SweepJournal(target.resolveSibling("." + target.getFileName() + ".sweep"));
    }

    /** The exits of a point, if it was finished before. */
    Optional<ExitTimes> find(Experiment point) {
        Path file = file(point);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(file, point));
        } catch (UserError | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static ExitTimes read(Path file, Experiment point) {
        JsonNode root = Json.parse(file.toString(), ModelText.read(file));
        if (root.path("methods").size() != point.methods().size()) {
            throw new IllegalArgumentException(file + ": methods: expected "
                    + point.methods().size() + ", got " + root.path("methods").size());
        }
        List<OfMethod> methods = new ArrayList<>();
        for (JsonNode each : root.path("methods")) {
            methods.add(ExitTimes.ofMethod(
                    passages(each),
                    point.settings().seed(),
                    each.path("seconds").doubleValue()));
        }
        return new ExitTimes(
                point.problem(), point.exit().orElseThrow().threshold(), methods, Optional.empty(), List.of());
    }

    private static Passages passages(JsonNode method) {
        List<Passage> runs = new ArrayList<>();
        for (JsonNode run : method.path("runs")) {
            runs.add(new Passage(
                    Passage.Kind.valueOf(run.path("kind").asText()),
                    new Instant(
                            run.path("step").doubleValue(),
                            run.path("tau").doubleValue(),
                            run.path("flowTime").doubleValue()),
                    new Outcome(
                            Outcome.Kind.valueOf(run.path("outcome").asText()),
                            run.path("message").asText())));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        method.path("facts").properties().forEach(fact -> facts.put(fact.getKey(), plain(fact.getValue())));
        return new Passages(method.path("method").asText(), runs, facts);
    }

    /** A number or a word as a method states it. */
    private static Object plain(JsonNode fact) {
        return fact.isFloatingPointNumber() ? (Object) fact.doubleValue() : fact.isTextual() ? fact.textValue() : fact;
    }

    /** Keeps the exits of a point. */
    void keep(Experiment point, ExitTimes exits) {
        ObjectNode root = Json.object();
        ArrayNode methods = root.putArray("methods");
        for (OfMethod each : exits.methods()) {
            ObjectNode method = methods.addObject().put("method", each.name()).put("seconds", each.seconds());
            ObjectNode facts = method.putObject("facts");
            each.passages().facts().forEach(facts::putPOJO);
            ArrayNode runs = method.putArray("runs");
            for (Passage run : each.passages().runs()) {
                runs.addObject()
                        .put("kind", run.kind().name())
                        .put("step", run.at().step())
                        .put("tau", run.at().tau())
                        .put("flowTime", run.at().flowTime())
                        .put("outcome", run.outcome().kind().name())
                        .put("message", run.outcome().message());
            }
        }
        Path file = file(point);
        try {
            Files.createDirectories(folder);
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            Files.writeString(partial, Json.print(root));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UserError(folder + ": cannot be written (" + unwritable + "). Choose another folder", unwritable);
        }
    }

    private Path file(Experiment point) {
        ObjectNode key = Json.object();
        key.put("version", Version.program());
        key.put("seed", point.settings().seed());
        key.setAll(point.statement());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(Json.print(key).getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 12) + ".json");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Removes the journal of a sweep whose run folder is written. */
    void remove() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
