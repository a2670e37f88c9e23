package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.DataTheory;
import org.sgdlimits.analysis.Derivation;
import org.sgdlimits.analysis.FixedPoint;
import org.sgdlimits.analysis.InformationExponent;
import org.sgdlimits.analysis.Inspection;
import org.sgdlimits.analysis.LeapExponent;
import org.sgdlimits.analysis.OneStep;
import org.sgdlimits.analysis.StepOrders;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Network;
import org.sgdlimits.report.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sgdlimits inspect MODEL}: what was derived from a model. */
@Command(
        name = "inspect",
        description =
                "Show what was derived from a model file: statistics, expectations and their errors, drift and noise"
                        + " at the start, fixed points, and one step against sampled SGD. Of data: spectrum, thresholds,"
                        + " rates, and settings by their predicted loss.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class InspectCommand implements Callable<Integer> {

    /** Entries within this many standard errors of the sampled ones are taken to agree. */
    private static final double TOLERANCE = 4;

    private static final int MOST_ROWS = 40;

    private static final int WORST_SHOWN = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Raw SGD steps to hold the law of one step against; 0 for none. Default ${DEFAULT-VALUE}.")
    private int samples;

    @Option(names = "--json", description = "Machine-readable output.")
    private boolean json;

    @Override
    public Integer call() {
        Experiment experiment = model.read(List.of());
        if (experiment.task() instanceof DataTask) {
            return inspectData(experiment);
        }
        Inspection inspection = experiment.inspect(Math.max(0, samples));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.print(json(experiment, inspection)));
        } else {
            print(out, experiment, inspection);
        }
        out.flush();
        return inspection.oneStep().map(InspectCommand::agrees).orElse(true) ? Main.FINE : Main.FAILED;
    }

    private int inspectData(Experiment experiment) {
        DataTheory theory;
        try (Progress progress = new Progress(json)) {
            experiment.findModes(progress);
            theory = experiment.theory().orElseThrow();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.print(DataInspection.json(experiment, theory)));
        } else {
            DataInspection.print(out, experiment, theory);
        }
        out.flush();
        return Main.FINE;
    }

    private static boolean agrees(OneStep step) {
        return step.worstDecided()
                .map(worst -> Math.abs(worst.standardErrors()) <= TOLERANCE)
                .orElse(true);
    }

    private static void print(PrintWriter out, Experiment experiment, Inspection inspection) {
        out.println(experiment.name() + ": "
                + (experiment.problem().model() instanceof FieldModel field
                        ? field.describe()
                        : "statistics of one's own")
                + ", d = " + experiment.problem().dimension());
        data(experiment).ifPresent(data -> out.println("data: covariance " + data));
        if (experiment.problem().continuation().isPresent()) {
            out.println("Only the first stage is inspected, not training.then.");
        }
        out.println();
        out.println("Statistics at the start (drift per tau = steps/d; noise: standard deviation gathered in one tau)");
        row(out, "", "value", "drift", "noise");
        for (Inspection.Component component :
                inspection.components().stream().limit(MOST_ROWS).toList()) {
            row(
                    out,
                    component.name(),
                    Format.number(component.value()),
                    Format.number(component.drift()),
                    Format.number(component.noise()));
        }
        if (inspection.components().size() > MOST_ROWS) {
            out.println("  … " + (inspection.components().size() - MOST_ROWS) + " more; all of them with --json");
        }
        inspection.stepOrders().ifPresent(orders -> {
            out.println();
            out.println(orders.lines().get(0));
            orders.lines().stream().skip(1).forEach(line -> out.println("  " + line));
        });
        inspection.derivation().ifPresent(derivation -> printDerivation(out, derivation));
        printFixedPoints(out, inspection);
        if (!inspection.informationExponents().isEmpty()) {
            out.println();
            out.println("Information exponents (first Hermite coefficient after the zeroth that is not zero)");
            inspection
                    .informationExponents()
                    .forEach((name, exponent) -> out.println("  " + name + ": " + describe(exponent)));
        }
        if (experiment.problem().model() instanceof Network network) {
            printTarget(out, network, inspection.leap());
        }
        inspection
                .criticalRate()
                .ifPresent(rate -> out.println("\nCritical learning rate at the start (|u - u*|^2 decreases below it): "
                        + Format.number(rate)));
        out.println();
        inspection
                .oneStep()
                .ifPresentOrElse(
                        step -> printOneStep(out, step),
                        () -> out.println(
                                "One step was not held against sampled SGD: that needs --samples > 0, a fixed"
                                        + " start, the same for every run, a rule that draws samples, and at most 500 statistics."));
    }

    private static Optional<String> data(Experiment experiment) {
        return experiment.problem().model() instanceof FieldModel field
                ? Optional.of(field.covariance().describe(experiment.problem().dimension()))
                : Optional.empty();
    }

    private static void row(PrintWriter out, String... cells) {
        out.printf(Locale.ROOT, "  %-14s %14s %14s %14s%n", (Object[]) cells);
    }

    private static void printDerivation(PrintWriter out, Derivation derivation) {
        out.println();
        out.println("Expectations at the start");
        for (Derivation.Expectation line : derivation.expectations()) {
            out.println("  " + line.quantity() + ": " + line.how());
            out.println("      largest entry " + Format.number(line.size())
                    + (line.closedFormGap().isPresent()
                            ? ", closed form; quadrature differs by "
                                    + Format.number(line.closedFormGap().getAsDouble())
                                    + " and estimates its own error at "
                                    + Format.number(line.error())
                            : ", estimated error " + Format.number(line.error())));
        }
    }

    private static void printFixedPoints(PrintWriter out, Inspection inspection) {
        if (inspection.fixedPoints().isEmpty()) {
            return;
        }
        out.println();
        out.println("Fixed points of the ODE (growth rates per tau)");
        inspection.fixedPoints().forEach((from, point) -> {
            out.println("  searched from: " + from);
            StringBuilder state = new StringBuilder("      ");
            for (int i = 0; i < point.state().length && i < 8; i++) {
                state.append(inspection.components().get(i).name())
                        .append(" = ")
                        .append(Format.number(point.state()[i]))
                        .append("  ");
            }
            out.println(state.append(point.state().length > 8 ? "…" : ""));
            out.println("      " + point.stability()
                    + (point.growthRates().length == 0
                            ? ""
                            : ", largest growth rate " + Format.number(point.growthRates()[0])));
        });
    }

    private static String describe(InformationExponent exponent) {
        StringBuilder text = new StringBuilder();
        text.append(
                exponent.exponent().isPresent()
                        ? exponent.exponent().getAsInt()
                        : "none up to degree " + (exponent.coefficients().length - 1));
        text.append("   c =");
        for (double coefficient : exponent.coefficients()) {
            text.append(' ').append(Format.number(Math.abs(coefficient) < 1e-12 ? 0 : coefficient));
        }
        return text.toString();
    }

    private static void printTarget(PrintWriter out, Network network, Optional<LeapExponent> known) {
        out.println();
        if (known.isEmpty()) {
            out.println("Hermite terms, information exponent and leap of the target: not known for a function of "
                    + network.teachers() + " directions; they are computed up to 3");
            return;
        }
        LeapExponent leap = known.get();
        String bound = leap.maxDegree().isPresent()
                ? " up to degree " + leap.maxDegree().getAsInt()
                : "";
        if (network.committee().isEmpty()) {
            out.println(
                    "Terms of the target" + bound + " (h_n: orthonormal Hermite; z_r: field of teacher direction r)");
            leap.terms().stream()
                    .limit(MOST_ROWS)
                    .forEach(term -> out.println("  " + Format.number(term.coefficient()) + "  " + term.product()));
            if (leap.terms().size() > MOST_ROWS) {
                out.println("  … " + (leap.terms().size() - MOST_ROWS) + " more; all of them with --json");
            }
            out.println("Information exponent of the target: " + number(leap.informationExponent(), bound));
        }
        out.println("Leap exponent of the target: " + number(leap.leap(), bound)
                + " (coordinate leap: in the basis of the teacher directions as given, taken as orthonormal)");
        leap.stages().stream()
                .limit(MOST_ROWS)
                .forEach(stage -> out.println("  direction " + joined(stage.found()) + " at cost " + stage.cost()
                        + ", by " + stage.by().product()));
        if (!leap.neverFound().isEmpty()) {
            out.println("  never found, as in no term" + bound + ": direction " + joined(leap.neverFound()));
        }
    }

    private static String number(OptionalInt exponent, String bound) {
        return exponent.isPresent() ? Integer.toString(exponent.getAsInt()) : "none" + bound;
    }

    private static String joined(List<Integer> directions) {
        return directions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static ObjectNode json(LeapExponent leap) {
        ObjectNode node = Json.object();
        leap.maxDegree().ifPresent(degree -> node.put("maxDegree", degree));
        leap.informationExponent().ifPresent(value -> node.put("informationExponent", value));
        leap.leap().ifPresent(value -> node.put("coordinateLeap", value));
        ArrayNode terms = node.putArray("terms");
        for (HermiteTerm term : leap.terms()) {
            term.degrees()
                    .forEach(terms.addObject()
                            .put("coefficient", term.coefficient())
                            .putArray("degrees")::add);
        }
        ArrayNode stages = node.putArray("stages");
        for (LeapExponent.Stage stage : leap.stages()) {
            ObjectNode one = stages.addObject();
            one.put("cost", stage.cost());
            stage.found().forEach(one.putArray("directions")::add);
            stage.by().degrees().forEach(one.putArray("by")::add);
        }
        leap.neverFound().forEach(node.putArray("neverFound")::add);
        return node;
    }

    private static ObjectNode json(StepOrders orders) {
        ObjectNode node = Json.object();
        node.put("stated", orders.isStated());
        node.put("delta", orders.scaling().delta());
        node.put("mu", orders.scaling().mu());
        put(node.putObject("variance"), orders.variance());
        put(node.putObject("meanProduct"), orders.meanProduct());
        return node;
    }

    private static void put(ObjectNode node, StepOrders.Term term) {
        node.put("order", term.order());
        node.put("fate", term.fate().name().toLowerCase(Locale.ROOT));
        if (Double.isFinite(term.size())) {
            node.put("overLinearDrift", term.size());
        }
    }

    private static void printOneStep(PrintWriter out, OneStep step) {
        out.println("One step against " + step.samples() + " sampled SGD steps: "
                + step.entries().size() + " means and covariances, the farthest first");
        step.entries().stream()
                .sorted(Comparator.comparingDouble(entry -> -Math.abs(entry.standardErrors())))
                .limit(WORST_SHOWN)
                .forEach(entry -> out.println("  " + entry.name() + ": law " + Format.number(entry.expected())
                        + ", sampled " + Format.plusMinus(entry.sampled(), entry.standardError()) + ", "
                        + Format.number(entry.standardErrors()) + " standard errors"
                        + (entry.isDecided() ? "" : " (undecided)")));
        String which = step.undecided() == 0 ? "all" : "all that the samples decide";
        out.println((agrees(step) ? "  " + which + " within " : "  NOT " + which + " within ") + TOLERANCE
                + " standard errors");
        if (step.undecided() > 0) {
            out.println("  undecided: " + step.undecided()
                    + ", whose tails are so heavy that a few samples make their standard errors; --samples with a larger"
                    + " number decides more");
        }
    }

    private static ObjectNode json(Experiment experiment, Inspection inspection) {
        ObjectNode root = Json.object();
        root.put("name", experiment.name());
        data(experiment).ifPresent(data -> root.put("covariance", data));
        ArrayNode components = root.putArray("statistics");
        for (Inspection.Component component : inspection.components()) {
            ObjectNode node = components.addObject();
            node.put("name", component.name());
            node.put("value", component.value());
            node.put("drift", component.drift());
            if (!Double.isNaN(component.noise())) {
                node.put("noise", component.noise());
            }
        }
        inspection.derivation().ifPresent(derivation -> {
            ArrayNode expectations = root.putArray("expectations");
            for (Derivation.Expectation line : derivation.expectations()) {
                ObjectNode node = expectations.addObject();
                node.put("quantity", line.quantity());
                node.put("how", line.how());
                node.put("largestEntry", line.size());
                node.put("quadratureError", line.error());
                line.closedFormGap().ifPresent(gap -> node.put("closedFormGap", gap));
            }
        });
        inspection.stepOrders().ifPresent(orders -> root.set("stepOrders", json(orders)));
        ArrayNode points = root.putArray("fixedPoints");
        for (var entry : inspection.fixedPoints().entrySet()) {
            FixedPoint point = entry.getValue();
            ObjectNode node = points.addObject();
            node.put("searchedFrom", entry.getKey());
            node.put("stability", point.stability());
            ArrayNode state = node.putArray("state");
            for (double value : point.state()) {
                state.add(value);
            }
            ArrayNode rates = node.putArray("growthRates");
            for (double rate : point.growthRates()) {
                rates.add(rate);
            }
        }
        ObjectNode exponents = root.putObject("informationExponents");
        inspection.informationExponents().forEach((name, exponent) -> exponent.exponent()
                .ifPresent(value -> exponents.put(name, value)));
        inspection.leap().ifPresent(leap -> root.set("target", json(leap)));
        inspection.criticalRate().ifPresent(rate -> root.put("criticalLearningRate", rate));
        inspection.oneStep().ifPresent(step -> {
            ObjectNode node = root.putObject("oneStep");
            node.put("samples", step.samples());
            ArrayNode entries = node.putArray("entries");
            for (OneStep.Entry entry : step.entries()) {
                ObjectNode one = entries.addObject();
                one.put("name", entry.name());
                one.put("law", entry.expected());
                one.put("sampled", entry.sampled());
                one.put("standardError", entry.standardError());
            }
        });
        return root;
    }
}
