package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import org.sgdlimits.analysis.DataTheory;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.report.DataTheoryPart;
import org.sgdlimits.report.Format;

/** What {@code inspect} says of a data model: the theory of the file. */
final class DataInspection {

    private static final int BINS = 16;
    private static final int WIDTH = 50;
    private static final double LN10 = Math.log(10);

    private DataInspection() {}

    static void print(PrintWriter out, Experiment experiment, DataTheory theory) {
        out.println(experiment.name() + ": least squares on a data matrix, 1/2 |A X - b|^2");
        DataTheoryPart.facts(theory).forEach((term, value) -> out.println(term + ": " + value));
        out.println();
        out.println("Eigenvalues of AᵀA, how many in each interval");
        histogram(out, theory.spectrum());
        out.println();
        out.println("Settings and what the Volterra equation predicts of them at the horizon");
        out.printf(
                Locale.ROOT,
                "  %-40s %10s %7s %9s %12s %9s %12s %12s%n",
                "",
                "gamma",
                "batch",
                "momentum",
                "decay/epoch",
                "updates",
                "loss",
                "test risk");
        for (DataTheory.Setting setting : theory.settings()) {
            out.printf(
                    Locale.ROOT,
                    "  %-40s %10s %7d %9s %12s %9d %12s %12s%n",
                    setting.name(),
                    Format.number(setting.rule().learningRate().rate(0)),
                    setting.rule().batch(),
                    Format.number(setting.rule().momentum()),
                    setting.rate().isPresent() ? Format.number(setting.rate().getAsDouble()) : "",
                    setting.updates(),
                    Format.number(setting.loss()),
                    setting.testRisk().isPresent()
                            ? Format.number(setting.testRisk().getAsDouble())
                            : "");
        }
        out.println();
        experiment.warning().ifPresent(warning -> out.println(warning + "."));
        theory.advice().forEach(out::println);
    }

    /** Bars over intervals of log σ. */
    private static void histogram(PrintWriter out, DataTheory.Spectrum spectrum) {
        double[] values = spectrum.values();
        double low = Math.log(values[0]);
        double width = Math.max(Math.log(values[values.length - 1]) - low, LN10 * 1e-6) / BINS;
        double[] counts = new double[BINS];
        double most = 0;
        for (int j = 0; j < values.length; j++) {
            int bin = (int) Math.min(BINS - 1, Math.floor((Math.log(values[j]) - low) / width));
            counts[bin] += spectrum.counts()[j];
            most = Math.max(most, counts[bin]);
        }
        for (int bin = 0; bin < BINS; bin++) {
            out.printf(
                    Locale.ROOT,
                    "  %9.3g – %-9.3g %s %s%n",
                    Math.exp(low + bin * width),
                    Math.exp(low + (bin + 1) * width),
                    "#".repeat((int) Math.ceil(WIDTH * counts[bin] / most)),
                    counts[bin] == 0 ? "" : Format.number(Math.rint(counts[bin])));
        }
    }

    private static ObjectNode pair(double[] rate) {
        return Json.object().put("learningRate", rate[0]).put("decayPerEpoch", rate[1]);
    }

    static ObjectNode json(Experiment experiment, DataTheory theory) {
        ObjectNode root = Json.object();
        root.put("name", experiment.name());
        root.put("rows", theory.rows());
        root.put("columns", theory.columns());
        ArrayNode values = root.putArray("eigenvalues");
        for (double value : theory.spectrum().values()) {
            values.add(value);
        }
        if (!theory.spectrum().isExact()) {
            ArrayNode counts = root.putArray("counts");
            for (double count : theory.spectrum().counts()) {
                counts.add(count);
            }
        }
        root.put("spectrum", theory.spectrum().method());
        if (theory.spectrum().isExact()) {
            root.put("rank", theory.spectrum().values().length);
        }
        root.put("ridge", theory.ridge());
        root.put("trace", theory.spectrum().trace());
        root.put("effectiveRank", theory.spectrum().effectiveRank());
        root.put("threshold", theory.threshold());
        theory.decay().ifPresent(decay -> {
            if (Double.isFinite(decay.criticalRate())) {
                root.put("criticalRate", decay.criticalRate());
            }
            root.set("decayBelow", pair(decay.below()));
            decay.above().ifPresent(above -> root.set("decayAbove", pair(above)));
            root.put("fastestRate", decay.fastest());
            decay.exponent().ifPresent(alpha -> root.put("exponent", alpha));
        });
        theory.conditioning().ifPresent(conditioning -> {
            root.put("conditionNumber", conditioning.number());
            root.put("averageConditionNumber", conditioning.average());
            root.put("implicitConditioningRatio", conditioning.ratio());
            root.put("saturatingBatchFraction", conditioning.saturating());
        });
        ArrayNode settings = root.putArray("settings");
        for (DataTheory.Setting setting : theory.settings()) {
            ObjectNode node = settings.addObject();
            node.put("name", setting.name());
            node.put("learningRate", setting.rule().learningRate().rate(0));
            node.put("batch", setting.rule().batch());
            node.put("momentum", setting.rule().momentum());
            setting.rate().ifPresent(rate -> node.put("decayPerEpoch", rate));
            node.put("updates", setting.updates());
            if (Double.isFinite(setting.loss())) {
                node.put("loss", setting.loss());
                setting.testRisk().ifPresent(risk -> node.put("testRisk", risk));
            }
        }
        experiment.warning().ifPresent(warning -> root.put("warning", warning));
        theory.advice().forEach(root.putArray("advice")::add);
        return root;
    }
}
