package org.sgdlimits.validation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.experiment.UserError;

/**
 * One claim of the validation suite, as its file in {@code validation/} states it.
 *
 * <pre>{@code
 * { "claim": "a sentence", "source": "paper and equation, or an independent computation",
 *   "tier": "quick",                        // or "full"
 *   "model": "models/phase-retrieval.json", // a model file or Java model, seen from the folder above the claims
 *   "set": { "run.dimension": 60 },         // keys of the model that the claim changes
 *   "cases": [ { "name": "batch 5", "set": { "training.batch": 5 } } ],   // optional: the claim must hold in each
 *   "check": { "kind": "same-law", … },     // what is compared with what; the keys of each kind stand in its class
 *   "tolerance": { …, "derivation": "how it was derived" } }
 * }</pre>
 *
 * @param name the file's name without its ending
 * @param statement the claim in a sentence
 * @param source where it comes from
 * @param tier when it runs
 * @param kind of check
 * @param derivation of the tolerance
 * @param cases in each of which it must hold
 */
public record Claim(
        String name,
        String statement,
        String source,
        Tier tier,
        String kind,
        String derivation,
        List<ClaimCase> cases) {

    private static final List<String> KEYS =
            List.of("claim", "source", "tier", "model", "set", "cases", "check", "tolerance");

    private static final List<String> CASE_KEYS = List.of("name", "set");

    /** When a claim runs. */
    public enum Tier {
        /** With every build. */
        QUICK,
        /** On demand. */
        FULL
    }

    public Claim {
        cases = List.copyOf(cases);
    }

    /**
     * Reads a claim file.
     *
     * @throws UserError if a key is unknown, missing or of a wrong value
     */
    public static Claim read(Path file) {
        Fields fields = Fields.of(file.toString(), text(file)).only(KEYS);
        String name = file.getFileName().toString().replaceAll("\\.json$", "");
        String model = fields.required("model");
        Path folder = file.toAbsolutePath().getParent().getParent();
        Fields check = fields.object("check");
        Fields tolerance = fields.object("tolerance");
        String kind = check.choice("kind", Checks.kinds(), null);
        check.only(and("kind", Checks.of(kind).keys()));
        tolerance.only(and("derivation", Checks.of(kind).toleranceKeys()));
        List<Setting> common = fields.has("set") ? fields.object("set").settings() : List.of();
        List<ClaimCase> cases = new ArrayList<>();
        for (Fields one : fields.objects("cases")) {
            one.only(CASE_KEYS);
            List<Setting> all = new ArrayList<>(common);
            all.addAll(one.object("set").settings());
            cases.add(new ClaimCase(name, one.required("name"), folder.resolve(model), all, check, tolerance));
        }
        if (cases.isEmpty()) {
            cases.add(new ClaimCase(name, "", folder.resolve(model), common, check, tolerance));
        }
        return new Claim(
                name,
                fields.required("claim"),
                fields.required("source"),
                Tier.valueOf(
                        fields.choice("tier", List.of("quick", "full"), null).toUpperCase(Locale.ROOT)),
                kind,
                tolerance.required("derivation"),
                cases);
    }

    private static List<String> and(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UserError(file + ": cannot be read (" + unreadable + ")", unreadable);
        }
    }
}
