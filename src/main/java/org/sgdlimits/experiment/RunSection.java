package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.sgdlimits.law.ObservableFamily;
import org.sgdlimits.law.Observing;
import org.sgdlimits.law.SpectralStatistic;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.Resolvent;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Horizon.ClockUnit;

/** The section {@code run} of a model file: dimension, horizon, saves, methods, replicas, seed. */
final class RunSection {

    static final List<String> CLOCKS = List.of("steps", "tau", "flowTime", "epochs");
    static final List<String> MODEL_CLOCKS = List.of("steps", "tau", "flowTime");
    static final List<String> DATA_CLOCKS = List.of("epochs", "steps");
    /** A time that follows the dimension, factor · d^power. */
    static final List<String> SCALED_KEYS = List.of("factor", "power", "leastSteps");

    static final List<String> STATISTIC_KEYS = List.of("name", "polynomial", "of");
    static final List<String> SDE_KEYS = List.of("step");
    static final List<String> REDUCED_KEYS = List.of("centralLimitFrom");
    static final List<String> HOMOGENIZED_KEYS = List.of("step");
    static final List<String> MEAN_FIELD_KEYS = List.of("dimension");
    static final List<String> RESOLVENT_KEYS = List.of("nodes", "ratio");
    /** The keys that a model stated in Java leaves to the command line too. */
    static final List<String> SETTINGS_KEYS = List.of(
            "dimension", "points", "spacing", "replicas", "seed", "tolerance", "observables", "statistics", "methods");

    static final List<String> KEYS = List.of(
            "dimension",
            "horizon",
            "points",
            "spacing",
            "replicas",
            "seed",
            "tolerance",
            "observables",
            "statistics",
            "methods",
            "sde",
            "reduced",
            "hsgd",
            "meanfield",
            "resolvent");

    /** The keys of a data problem, whose rows and columns are its dimensions. */
    static final List<String> DATA_KEYS =
            List.of("horizon", "points", "spacing", "replicas", "seed", "tolerance", "methods");

    /** Those of them that a model stated in Java leaves to the command line. */
    static final List<String> DATA_SETTINGS_KEYS =
            DATA_KEYS.stream().filter(SETTINGS_KEYS::contains).toList();

    private RunSection() {}

    static long dimension(Fields run) {
        return run.whole("dimension", 1, Long.MAX_VALUE);
    }

    static Horizon horizon(Fields run) {
        Fields horizon = run.object("horizon").only(CLOCKS);
        String clock = clock(horizon, MODEL_CLOCKS);
        if (horizon.isObject(clock)) {
            Fields scaled = horizon.object(clock).only(SCALED_KEYS);
            return new Horizon(unit(clock), scaled.positive("factor"), scaled.number("power"))
                    .atLeast(scaled.whole("leastSteps", 0, Long.MAX_VALUE, 0));
        }
        return clock.equals("steps")
                ? Horizon.steps(horizon.whole(clock, 1, Long.MAX_VALUE))
                : new Horizon(unit(clock), horizon.positive(clock));
    }

    /** The one clock that is given. */
    private static String clock(Fields horizon, List<String> clocks) {
        List<String> given = CLOCKS.stream().filter(horizon::has).toList();
        if (given.size() != 1 || !clocks.contains(given.get(0))) {
            throw horizon.error(
                    "",
                    "expected exactly one of " + Suggestions.alternatives(clocks) + ", got "
                            + (given.isEmpty() ? "none" : String.join(" and ", given)));
        }
        return given.get(0);
    }

    /** The horizon of a data problem in epochs. */
    static double epochs(Fields run, int rows, int batch) {
        Fields horizon = run.object("horizon").only(CLOCKS);
        return clock(horizon, DATA_CLOCKS).equals("epochs")
                ? horizon.positive("epochs")
                : (double) horizon.whole("steps", 1, Long.MAX_VALUE) * batch / rows;
    }

    private static ClockUnit unit(String clock) {
        return switch (clock) {
            case "steps" -> ClockUnit.STEPS;
            case "tau" -> ClockUnit.TAU;
            default -> ClockUnit.FLOW_TIME;
        };
    }

    /** The settings, with those given in place of keys that are left out. */
    static RunSettings settings(Fields run, RunSettings defaults) {
        return run.source().build("run", () -> defaults.withPoints(
                        (int) run.whole("points", 1, Integer.MAX_VALUE, defaults.points()))
                .withSpacing(NetworkSection.constant(run, "spacing", SaveTimes.Spacing.values(), defaults.spacing()))
                .withReplicas((int) run.whole("replicas", 1, Integer.MAX_VALUE, defaults.replicas()))
                .withSeed(run.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, defaults.seed()))
                .withObserving(observing(run, defaults.observing()))
                .withOdeTolerance(run.positive("tolerance", defaults.odeTolerance())));
    }

    private static Observing observing(Fields run, Observing defaults) {
        return defaults.withFamilies(run.has("observables") ? families(run) : defaults.families())
                .withStatistics(run.has("statistics") ? statistics(run) : defaults.statistics());
    }

    private static List<SpectralStatistic> statistics(Fields run) {
        List<SpectralStatistic> statistics = new ArrayList<>();
        for (Fields stated : run.objects("statistics")) {
            stated.only(STATISTIC_KEYS);
            String name = stated.required("name");
            if (!name.matches("\\p{L}[\\p{L}\\p{N}_]*")) {
                throw stated.error(
                        "name", "expected a letter and then letters, digits and \"_\", got \"" + name + "\"");
            }
            statistics.add(new SpectralStatistic(
                    name,
                    stated.vector("polynomial"),
                    NetworkSection.constant(
                            stated, "of", SpectralStatistic.Of.values(), SpectralStatistic.Of.DIFFERENCE)));
        }
        return statistics;
    }

    private static Set<ObservableFamily> families(Fields run) {
        Map<String, ObservableFamily> known = new LinkedHashMap<>();
        for (ObservableFamily family : ObservableFamily.values()) {
            known.put(NetworkSection.word(family), family);
        }
        Set<ObservableFamily> families = EnumSet.noneOf(ObservableFamily.class);
        for (String word : run.words("observables", List.of())) {
            if (!known.containsKey(word)) {
                throw run.error(
                        "observables",
                        "expected families among " + Suggestions.alternatives(known.keySet()) + ", got \"" + word
                                + "\". " + Suggestions.hint(word, known.keySet()));
            }
            families.add(known.get(word));
        }
        return families;
    }

    /** The step of the SDE, where one is given. */
    static OptionalDouble sdeStep(Fields run) {
        return step(run, "sde", SDE_KEYS);
    }

    /** The step of homogenized SGD, where one is given. */
    static OptionalDouble homogenizedStep(Fields run) {
        return step(run, "hsgd", HOMOGENIZED_KEYS);
    }

    private static OptionalDouble step(Fields run, String method, List<String> keys) {
        return Optional.of(run)
                .filter(fields -> fields.has(method))
                .map(fields -> fields.object(method).only(keys))
                .filter(section -> section.has("step"))
                .map(section -> OptionalDouble.of(section.positive("step")))
                .orElse(OptionalDouble.empty());
    }

    /** The method resolvent, on the contour given or one that it chooses. */
    static Resolvent resolvent(Fields run) {
        if (!run.has("resolvent")) {
            return new Resolvent();
        }
        Fields contour = run.object("resolvent").only(RESOLVENT_KEYS);
        if (!contour.has("nodes")) {
            if (contour.has("ratio")) {
                throw contour.error(
                        "nodes", "expected a number of nodes beside the ratio; leave both out to have them chosen");
            }
            return new Resolvent();
        }
        int nodes = (int) contour.whole("nodes", 2, Resolvent.MOST_NODES);
        return run.source()
                .build("run.resolvent", () -> new Resolvent(nodes, contour.positive("ratio", Resolvent.RATIO)));
    }

    /** The smallest batch whose sums reduced SGD draws from their central limit, where one is given. */
    static OptionalLong centralLimitFrom(Fields run) {
        return run.has("reduced") && run.object("reduced").only(REDUCED_KEYS).has("centralLimitFrom")
                ? OptionalLong.of(run.object("reduced")
                        .whole("centralLimitFrom", ReducedSgd.SMALLEST_CENTRAL_LIMIT, Long.MAX_VALUE))
                : OptionalLong.empty();
    }

    /** Whether the mean-field limit is that of high dimension besides. */
    static boolean highDimensional(Fields run) {
        return run.has("meanfield")
                && run.object("meanfield")
                        .only(MEAN_FIELD_KEYS)
                        .choice("dimension", List.of("finite", "infinite"), "finite")
                        .equals("infinite");
    }
}
