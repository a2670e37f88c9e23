package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.HomogenizedSgd;
import org.sgdlimits.method.MeanField;
import org.sgdlimits.method.MeanMap;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.Resolvent;
import org.sgdlimits.method.RuleNeed;
import org.sgdlimits.method.Sde;
import org.sgdlimits.model.Problem;

/** The methods by the names that files and the command line use. */
public final class Methods {

    /**
     * What there is to know of a method before it is made.
     *
     * @param description a line for people
     */
    private record Entry(String description, Supplier<Method<?>> maker) {}

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        ENTRIES.put("ode", new Entry("the deterministic limit as the dimension grows", Ode::new));
        ENTRIES.put("sde", new Entry("the limit with its first stochastic correction", Sde::new));
        ENTRIES.put("map", new Entry("the exact mean of one step, iterated", MeanMap::new));
        ENTRIES.put("reduced", new Entry("SGD in its overlaps alone, exact in law", ReducedSgd::new));
        ENTRIES.put("sgd", new Entry("SGD itself, on vectors", RawSgd::new));
        ENTRIES.put("hsgd", new Entry("homogenized SGD: a diffusion of the vectors", HomogenizedSgd::new));
        ENTRIES.put("meanfield", new Entry("the limit of wide networks: particles", MeanField::new));
        ENTRIES.put("resolvent", new Entry("the deterministic limit at a cost free of d", Resolvent::new));
    }

    private static final List<String> DEFAULTS = List.of("ode", "sde", "reduced", "sgd");
    private static final List<String> DEFAULTS_WITHOUT_SAMPLES = List.of("ode", "map");

    private Methods() {}

    /** All names. */
    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** A line for people. */
    public static String description(String name) {
        return ENTRIES.get(name).description();
    }

    /**
     * A method by its name.
     *
     * @throws UserError if there is none of that name
     */
    public static Method<?> named(String name) {
        if (!ENTRIES.containsKey(name)) {
            throw new UserError("unknown method \"" + name + "\". " + Suggestions.hint(name, names()));
        }
        return ENTRIES.get(name).maker().get();
    }

    /** Those of the limits and SGD itself that can solve the problem: of ode, sde, reduced, sgd; of ode, map without samples. */
    static List<String> defaults(Problem<?> problem) {
        List<String> candidates = RuleNeed.SAMPLES.isMetBy(problem) ? DEFAULTS : DEFAULTS_WITHOUT_SAMPLES;
        return candidates.stream()
                .filter(name -> isApplicable(problem, ENTRIES.get(name)))
                .toList();
    }

    private static boolean isApplicable(Problem<?> problem, Entry entry) {
        Method<?> method = entry.maker().get();
        return method.needs().isInstance(problem.model())
                && method.needsOfRule().isMetBy(problem);
    }

    /**
     * Reads {@code run.methods} and makes the methods.
     *
     * @throws UserError if one is unknown, or cannot solve the problem
     */
    static List<Method<?>> read(Fields run, List<String> fallback, Problem<?> problem) {
        OptionalDouble sdeStep = RunSection.sdeStep(run);
        OptionalDouble homogenizedStep = RunSection.homogenizedStep(run);
        Resolvent resolvent = RunSection.resolvent(run);
        OptionalLong centralLimitFrom = RunSection.centralLimitFrom(run);
        boolean highDimensional = RunSection.highDimensional(run);
        List<Method<?>> methods = new ArrayList<>();
        for (String name : run.words("methods", fallback)) {
            Entry entry = ENTRIES.get(name);
            if (entry == null && DataMethods.NAMES.contains(name)) {
                throw run.error(
                        "methods",
                        "the method \"" + name + "\" is for data, model.kind \"data\". Of this model there are "
                                + String.join(", ", names()));
            }
            if (entry == null) {
                throw run.error("methods", "unknown method \"" + name + "\". " + Suggestions.hint(name, names()));
            }
            Method<?> method =
                    switch (name) {
                        case "sde" -> sdeStep.isPresent() ? new Sde(sdeStep.getAsDouble()) : new Sde();
                        case "hsgd" ->
                            homogenizedStep.isPresent()
                                    ? new HomogenizedSgd(homogenizedStep.getAsDouble())
                                    : new HomogenizedSgd();
                        case "resolvent" -> resolvent;
                        case "meanfield" -> highDimensional ? MeanField.highDimensional() : new MeanField();
                        case "reduced" ->
                            centralLimitFrom.isPresent()
                                    ? ReducedSgd.centralLimitFrom(centralLimitFrom.getAsLong())
                                    : new ReducedSgd();
                        default -> entry.maker().get();
                    };
            run.source().build("run.methods", () -> requireApplicable(problem, method));
            methods.add(method);
        }
        return methods;
    }

    private static Method<?> requireApplicable(Problem<?> problem, Method<?> method) {
        Comparison.requireApplicable(problem, method);
        return method;
    }
}
