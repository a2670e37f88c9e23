package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sgdlimits.analysis.EscapeFormula.Estimate;
import org.sgdlimits.analysis.ExitPlan.Varied;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.analysis.SurvivalCurve;
import org.sgdlimits.method.Passage;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * The figures of an exit study: the {@linkplain ExitScanFigures scan}, if something was varied, and the law of the exit times at
 * its only or last point.
 */
public final class ExitFigures {

    /** Name of the ODE from the typical start. */
    static final String TYPICAL = "ode, typical start";

    /** A curve of more falls than this is thinned to it. */
    private static final int MOST_FALLS = 400;

    private static final Map<String, Colour> FORMULAS = Map.of(
            "annealed", Colour.GREY,
            "quenched", Colour.ORANGE,
            "linearised", Colour.ORANGE,
            "diffusive", Colour.SKY_BLUE);

    private ExitFigures() {}

    public static List<Figure> of(ExitStudy study) {
        List<Figure> figures = new ArrayList<>(ExitScanFigures.of(study));
        figures.add(distribution(study));
        return figures;
    }

    static Colour colour(String formula) {
        return FORMULAS.getOrDefault(formula, Colour.GREY);
    }

    private static Figure distribution(ExitStudy study) {
        ExitTimes point = study.points().get(study.points().size() - 1);
        List<Series> series = new ArrayList<>();
        point.reference().ifPresent(reference -> series.add(ofMethod(reference)));
        point.methods().stream()
                .filter(method -> point.reference().filter(method::equals).isEmpty())
                .filter(method -> !method.isSingle() || method.passages().exited() == 1)
                .forEach(method -> series.add(ofMethod(method)));
        point.typical()
                .filter(Passage::exited)
                .ifPresent(passage -> series.add(vertical(
                        TYPICAL,
                        MethodStyle.colour("ode"),
                        Stroke.DOTTED,
                        passage.at().flowTime())));
        for (Estimate estimate : point.formulas()) {
            if (Double.isFinite(estimate.flowTime())) {
                series.add(vertical(estimate.name(), colour(estimate.name()), Stroke.DASH_DOTTED, estimate.flowTime()));
            }
        }
        Varied varied = study.plan().varied();
        return new Figure(
                "exit-distribution",
                "Law of the exit times",
                "Share of runs that have not exited, by the product limit (Kaplan–Meier)"
                        + (varied == Varied.NOTHING
                                ? ""
                                : ", at " + ExitScanFigures.symbol(varied) + " = "
                                        + Format.number(study.values()[study.values().length - 1]))
                        + ". Vertical lines: a single exit, and mean exits by formula. A run exits when "
                        + study.plan().threshold().describe() + ".",
                Axis.linear("flow time t"),
                Axis.linear("probability of not having exited").from(0).to(1.02),
                series);
    }

    private static Series ofMethod(OfMethod method) {
        Colour colour = MethodStyle.colour(method.name());
        Stroke stroke = MethodStyle.stroke(method.name());
        return method.isSingle()
                ? vertical(
                        method.name(),
                        colour,
                        stroke,
                        method.passages().runs().get(0).at().flowTime())
                : survival(method, colour, stroke);
    }

    private static Series vertical(String name, Colour colour, Stroke stroke, double time) {
        return new Series.Line(name, colour, stroke, new double[] {time, time}, new double[] {0, 1});
    }

    /** The step curve: two points a fall, and its last value up to the horizon. */
    private static Series survival(OfMethod method, Colour colour, Stroke stroke) {
        SurvivalCurve curve = SurvivalCurve.of(
                method.times(ClockUnit.FLOW_TIME), method.passages().exits());
        double[] times = curve.stepTimes();
        double[] values = curve.stepValues();
        int every = Math.max(1, times.length / MOST_FALLS);
        double[] x = new double[2 * times.length + 1];
        double[] y = new double[x.length];
        int size = 0;
        double last = 1;
        for (int j = 0; j < times.length; j++) {
            if (j % every == 0 || j == times.length - 1) {
                x[size] = times[j];
                y[size++] = last;
                x[size] = times[j];
                y[size++] = values[j];
                last = values[j];
            }
        }
        x[size] = curve.horizon();
        y[size++] = last;
        return new Series.Line(
                MethodStyle.label(method.name(), method.passages().runs().size()),
                colour,
                stroke,
                Arrays.copyOf(x, size),
                Arrays.copyOf(y, size));
    }
}
