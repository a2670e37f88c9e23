package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdlimits.analysis.DataTheory;
import org.sgdlimits.leastsquares.BatchRule;

/** What theory says of a data problem: spectrum and rates as figures, numbers, settings held against each other, advice. */
public final class DataTheoryPart {

    private static final int MOST_POINTS = 400;

    private DataTheoryPart() {}

    /** Adds the section to a page; returns its figures. */
    static List<Figure> add(DataTheory theory, Page page) {
        List<Figure> figures = new ArrayList<>(List.of(spectrum(theory)));
        theory.decay().ifPresent(decay -> figures.add(rates(theory, decay)));
        page.section("What theory says of the data")
                .figures(figures)
                .facts(facts(theory))
                .table(settings(theory));
        theory.advice().forEach(page::paragraph);
        return figures;
    }

    /** The numbers, for people. */
    public static Map<String, String> facts(DataTheory theory) {
        DataTheory.Spectrum spectrum = theory.spectrum();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "matrix A",
                theory.rows() + " x " + theory.columns()
                        + (spectrum.isExact() ? ", rank " + spectrum.values().length : ""));
        facts.put("spectrum", spectrum.method());
        facts.put(
                "eigenvalues of AᵀA",
                "from " + (spectrum.isExact() ? "" : "at most ") + Format.number(spectrum.smallest()) + " to "
                        + Format.number(spectrum.largest())
                        + ", trace " + Format.number(spectrum.trace()) + ", effective rank tr/λ_max "
                        + Format.number(spectrum.effectiveRank()));
        facts.put(
                theory.ridge() == 0 ? "threshold 2n/tr(AᵀA)" : "threshold 2n/Σσ²/(σ+ρ)",
                "γ = " + Format.number(theory.threshold()));
        theory.decay()
                .ifPresentOrElse(
                        decay -> addDecay(facts, decay, theory),
                        () -> facts.put(
                                "γ_*, κ, ICR",
                                "not resolved: they hang on the smallest eigenvalue, which Lanczos' process bounds from above"
                                        + " only; model.spectrum.method \"exact\" resolves it"));
        theory.conditioning().ifPresent(conditioning -> addConditioning(facts, conditioning));
        return facts;
    }

    private static void addDecay(Map<String, String> facts, DataTheory.Decay decay, DataTheory theory) {
        String smallest = theory.ridge() == 0 ? "λ_min" : "(λ_min+ρ)";
        String below = " falls like t^−α e^{−2γ" + smallest + " t}";
        String what = theory.ridge() == 0 ? "the loss of many modes" : "the noise of many modes";
        facts.put(
                "γ_*",
                Format.number(decay.criticalRate())
                        + (decay.criticalRate() < theory.threshold()
                                ? ": below it " + what + below + ", above like e^{−2γλ* t}"
                                : ", not below the threshold: " + what + below + " at every stable γ")
                        + (theory.ridge() == 0 ? "" : "; the mean comes to its limit like e^{−γ(λ_min+ρ) t}"));
        decay.exponent().ifPresent(alpha -> facts.put("α, from the edge of the spectrum", Format.number(alpha)));
        facts.put(
                "decay in the end",
                "e^{−ct}, t in epochs: " + rate(decay.below())
                        + decay.above()
                                .map(above -> "; beyond γ_* " + rate(above))
                                .orElse(""));
        facts.put(
                "γ of fastest decay in the end",
                Format.number(decay.fastest())
                        + ", as n grows; on n rows SGD is slower than this near γ_* and beyond, by O(1/n)");
    }

    private static String rate(double[] rate) {
        return "c = " + Format.number(rate[1]) + " at γ = " + Format.number(rate[0]);
    }

    private static void addConditioning(Map<String, String> facts, DataTheory.Conditioning conditioning) {
        facts.put(
                "conditioning",
                "κ = " + Format.number(conditioning.number()) + ", κ̄ = " + Format.number(conditioning.average())
                        + ", ICR = κ̄/√κ = " + Format.number(conditioning.ratio()));
        facts.put(
                "saturating batch fraction",
                Format.number(conditioning.saturating()) + ", " + Format.number(100 * DataTheory.SATURATED)
                        + " % of the speed of full batches an update");
    }

    private static Table settings(DataTheory theory) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (DataTheory.Setting setting : theory.settings()) {
            rows.add(List.of(
                    Table.Cell.of(setting.name()),
                    Table.Cell.of(setting.rule().learningRate().rate(0)),
                    Table.Cell.of(setting.rule().batch()),
                    Table.Cell.of(setting.rule().momentum()),
                    Table.Cell.of(setting.rate().orElse(Double.NaN)),
                    Table.Cell.of((double) setting.updates()),
                    Table.Cell.of(setting.loss()),
                    Table.Cell.of(setting.testRisk().orElse(Double.NaN))));
        }
        return new Table(
                "Settings and what the Volterra equation predicts of them at the horizon",
                List.of(
                        "setting",
                        "γ",
                        "batch",
                        "momentum",
                        "decay per epoch",
                        "updates",
                        "training loss",
                        "test risk"),
                rows);
    }

    private static Figure spectrum(DataTheory theory) {
        double[] values = theory.spectrum().values();
        double[] upTo = theory.spectrum().counts().clone();
        Arrays.parallelPrefix(upTo, Double::sum);
        int points = Math.min(MOST_POINTS, values.length);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            int place = points == 1 ? 0 : (int) Math.round((double) i * (values.length - 1) / (points - 1));
            x[i] = values[place];
            y[i] = upTo[place] / upTo[values.length - 1];
        }
        return new Figure(
                "spectrum",
                "Spectrum of the data",
                "The part of the eigenvalues of AᵀA that are not zero up to a value.",
                Axis.log("eigenvalue σ"),
                Axis.linear("part of the eigenvalues up to σ"),
                List.of(new Series.Line("eigenvalues", Colour.BLUE, Stroke.SOLID, x, y)));
    }

    private static Figure rates(DataTheory theory, DataTheory.Decay decay) {
        int points = decay.rates().length;
        double[] gamma = new double[points];
        double[] rate = new double[points];
        for (int i = 0; i < points; i++) {
            gamma[i] = decay.rates()[i][0];
            rate[i] = decay.rates()[i][1];
        }
        List<ReferenceLine> lines = new ArrayList<>();
        if (decay.criticalRate() < theory.threshold()) {
            lines.add(ReferenceLine.vertical(decay.criticalRate(), "γ_*"));
        }
        BatchRule own = theory.settings().get(0).rule();
        if (own.isSingleSample() && own.learningRate().rate(0) < theory.threshold()) {
            lines.add(ReferenceLine.vertical(own.learningRate().rate(0), "this file"));
        }
        return new Figure(
                        "rates",
                        "Rate of single samples in the end",
                        "c in loss − limit ~ e^{−ct}, t in epochs, against the learning rate. Up to γ_* the smallest"
                                + " eigenvalue decides it, beyond the noise; the axis ends at the threshold.",
                        Axis.linear("learning rate γ").to(theory.threshold()),
                        Axis.linear("decay rate c per epoch"),
                        List.of(new Series.Line("predicted", Colour.VERMILION, Stroke.SOLID, gamma, rate)))
                .with(lines.toArray(ReferenceLine[]::new));
    }
}
