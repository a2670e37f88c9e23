package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.analysis.Verdict;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Start;

/**
 * The figures of a comparison: the risk by every method with SGD's band, the overlaps, the gap to SGD in standard errors, and
 * the spread of the runs. Times are in the clock in which the horizon was given.
 */
final class ComparisonFigures {

    /** More curves than this in one figure cannot be told apart. */
    private static final int MOST_ENTRIES = 8;

    /** A method's own line serves up to this many entries a figure; beyond, one theory line and markers of SGD. */
    private static final int MOST_ENTRIES_WITH_ALL_METHODS = 1;

    /** Values that span more than this ratio are drawn on a logarithmic axis. */
    private static final double LOGARITHMIC_RATIO = 30;

    /** The same of losses on data, which fall at many rates at once. */
    private static final double LOGARITHMIC_RATIO_OF_DATA = 5;

    /** The figures that no observable gives its name to. */
    private static final List<String> OTHER_FIGURES = List.of("gap", "spread");

    private static final int MARKERS = 25;

    private static final String OVERLAP_NORM = "|M|";

    private static final List<String> NON_NEGATIVE =
            List.of("risk", "excessRisk", "distance", "loss", "testRisk", OVERLAP_NORM);

    /** Arrays that are no overlaps. */
    private static final List<String> FAMILIES = List.of("angle", "gradientFlow", "variance");

    private final Comparison comparison;

    /** The runs that bands and markers show: SGD's, else those of the first random method. */
    private final Optional<Trajectory> reference;

    private ComparisonFigures(Comparison comparison) {
        this.comparison = comparison;
        reference = comparison
                .reference()
                .flatMap(name -> comparison.trajectories().stream()
                        .filter(t -> t.method().equals(name))
                        .findFirst())
                .or(() -> comparison.trajectories().stream()
                        .filter(t -> t.replicas() > 1)
                        .findFirst());
    }

    static List<Figure> of(Comparison comparison) {
        return new ComparisonFigures(comparison).figures();
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        Map<String, List<String>> groups = groups();
        groups.forEach((id, observables) -> {
            if (!observables.isEmpty()) {
                figures.add(
                        observables.size() <= MOST_ENTRIES_WITH_ALL_METHODS
                                ? methodFigure(id, observables.get(0))
                                : entriesFigure(id, observables));
            }
        });
        String first = comparison.trajectories().get(0).observables().get(0);
        if (!comparison.verdicts().isEmpty()) {
            figures.add(gapFigure(first));
        }
        if (comparison.trajectories().stream().filter(t -> t.replicas() > 1).count() > 1) {
            figures.add(spreadFigure(first));
        }
        return figures;
    }

    /**
     * Observables by the figure that shows them; constant ones are left out. Where every run starts elsewhere, entries of either
     * sign average out, and the norm |M| stands for them.
     */
    private Map<String, List<String>> groups() {
        List<String> all = comparison.trajectories().get(0).observables();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        boolean excess = all.contains("excessRisk");
        boolean randomStart =
                comparison.task() instanceof ModelTask model && model.problem().start() instanceof Start.Random;
        for (String observable : all) {
            int bracket = observable.indexOf('[');
            boolean overlap = bracket > 0 && (observable.startsWith("M") || observable.startsWith("Q"));
            boolean redundant =
                    (excess && observable.equals("risk")) || (randomStart ? overlap : observable.equals(OVERLAP_NORM));
            if (redundant || !moves(observable)) {
                continue;
            }
            String array = bracket > 0 ? observable.substring(0, bracket) : observable;
            String id = bracket > 0 && !FAMILIES.contains(array) ? "overlaps-" + array : array;
            groups.computeIfAbsent(figureId(id), key -> new ArrayList<>()).add(observable);
        }
        return groups;
    }

    private static String figureId(String name) {
        if (name.equals(OVERLAP_NORM)) {
            return "overlap-norm";
        }
        String id = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return OTHER_FIGURES.contains(id) || !Character.isLetter(id.charAt(0)) ? "observable-" + id : id;
    }

    private boolean moves(String observable) {
        return comparison.trajectories().stream().anyMatch(t -> {
            double[] means = t.means(observable);
            for (double mean : means) {
                if (Math.abs(mean - means[0]) > 1e-9 * (1 + Math.abs(means[0]))) {
                    return true;
                }
            }
            return false;
        });
    }

    private Figure methodFigure(String id, String observable) {
        List<Series> series = new ArrayList<>();
        for (Trajectory trajectory : referenceFirst()) {
            Colour colour = MethodStyle.colour(trajectory.method());
            double[] times = times(trajectory);
            if (trajectory.replicas() > 1 && isReference(trajectory)) {
                series.add(new Series.Band(
                        label(trajectory),
                        colour,
                        times,
                        column(trajectory, observable, Trajectory.Summary::q05),
                        column(trajectory, observable, Trajectory.Summary::q95)));
            }
            series.add(new Series.Line(
                    label(trajectory),
                    colour,
                    MethodStyle.stroke(trajectory.method()),
                    times,
                    trajectory.means(observable)));
        }
        return new Figure(
                id,
                title(observable),
                "Mean of every method"
                        + reference
                                .filter(runs -> runs.replicas() > 1)
                                .map(runs -> "; the band holds 90 % of the runs of " + runs.method())
                                .orElse("")
                        + ".",
                timeAxis(),
                valueAxis(words(observable), NON_NEGATIVE.contains(observable), series),
                series);
    }

    /** What is drawn first lies below: SGD, then the limits over it. */
    private List<Trajectory> referenceFirst() {
        List<Trajectory> ordered = new ArrayList<>(comparison.trajectories());
        reference.ifPresent(sgd -> {
            ordered.remove(sgd);
            ordered.add(0, sgd);
        });
        return ordered;
    }

    private Figure entriesFigure(String id, List<String> observables) {
        List<String> shown = observables.subList(0, Math.min(MOST_ENTRIES, observables.size()));
        Trajectory theory = comparison.trajectories().stream()
                .filter(t -> !isReference(t))
                .findFirst()
                .orElse(comparison.trajectories().get(0));
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            String observable = shown.get(i);
            series.add(
                    new Series.Line(observable, Colour.of(i), Stroke.SOLID, times(theory), theory.means(observable)));
            if (reference.isPresent() && !isReference(theory)) {
                series.add(markers(observable, Colour.of(i), reference.get()));
            }
        }
        int left = observables.size() - shown.size();
        String omitted = left == 0
                ? ""
                : left == 1
                        ? " The other entry is in trajectories.csv."
                        : " The other " + left + " entries are in trajectories.csv.";
        return new Figure(
                id,
                title(shown.get(0)),
                "Lines: " + theory.method() + "."
                        + reference
                                .filter(runs -> !isReference(theory))
                                .map(runs -> " Markers: mean of " + runs.method() + ", bars: 5 to 95 % of the runs.")
                                .orElse("")
                        + omitted,
                timeAxis(),
                valueAxis(quantity(shown.get(0)), false, series),
                series);
    }

    private Series markers(String observable, Colour colour, Trajectory trajectory) {
        double[] times = times(trajectory);
        double[] means = trajectory.means(observable);
        double[] low = column(trajectory, observable, Trajectory.Summary::q05);
        double[] high = column(trajectory, observable, Trajectory.Summary::q95);
        int every = Math.max(1, times.length / MARKERS);
        int count = (times.length + every - 1) / every;
        double[][] thin = new double[4][count];
        for (int i = 0; i < count; i++) {
            thin[0][i] = times[i * every];
            thin[1][i] = means[i * every];
            thin[2][i] = low[i * every];
            thin[3][i] = high[i * every];
        }
        return new Series.Points(observable, colour, thin[0], thin[1], thin[2], thin[3]);
    }

    private Figure gapFigure(String observable) {
        Trajectory sgd = reference.orElseThrow();
        List<Series> series = new ArrayList<>();
        double significant = 0;
        for (Verdict verdict : comparison.verdicts()) {
            Trajectory trajectory = comparison.trajectories().stream()
                    .filter(t -> t.method().equals(verdict.method()))
                    .findFirst()
                    .orElseThrow();
            significant = Math.max(significant, verdict.significant());
            series.add(new Series.Line(
                    label(trajectory),
                    MethodStyle.colour(trajectory.method()),
                    MethodStyle.stroke(trajectory.method()),
                    times(trajectory),
                    gaps(trajectory, sgd, observable)));
        }
        return new Figure(
                        "gap",
                        "Gap to SGD: is it real?",
                        "Mean of each method minus that of " + sgd.method() + " in " + observable
                                + ", in standard errors of the difference. Beyond the thin lines a gap is significant, the"
                                + " number of looks taken into account.",
                        timeAxis(),
                        Axis.linear("gap / standard error"),
                        series)
                .with(
                        ReferenceLine.horizontal(significant, "significant"),
                        ReferenceLine.horizontal(0, ""),
                        ReferenceLine.horizontal(-significant, ""));
    }

    /** At grid times a step method has none of its own nearby step, half a step off at most, stands for it. */
    private static double[] gaps(Trajectory trajectory, Trajectory sgd, String observable) {
        int left = trajectory.indexOf(observable);
        int right = sgd.indexOf(observable);
        double[] gaps = new double[trajectory.times().size()];
        int nearest = 0;
        for (int t = 0; t < gaps.length; t++) {
            double tau = trajectory.times().get(t).tau();
            while (nearest + 1 < sgd.times().size()
                    && Math.abs(sgd.times().get(nearest + 1).tau() - tau)
                            <= Math.abs(sgd.times().get(nearest).tau() - tau)) {
                nearest++;
            }
            gaps[t] = Comparison.signedGap(trajectory.values()[t][left], sgd.values()[nearest][right]);
        }
        return gaps;
    }

    private Figure spreadFigure(String observable) {
        List<Series> series = new ArrayList<>();
        for (Trajectory trajectory : comparison.trajectories()) {
            if (trajectory.replicas() > 1) {
                series.add(new Series.Line(
                        label(trajectory),
                        MethodStyle.colour(trajectory.method()),
                        MethodStyle.stroke(trajectory.method()),
                        times(trajectory),
                        column(trajectory, observable, Trajectory.Summary::standardDeviation)));
            }
        }
        return new Figure(
                "spread",
                "Spread of the runs",
                "Standard deviation of " + observable + " over the runs of each random method.",
                timeAxis(),
                Axis.linear("standard deviation of " + observable),
                series);
    }

    private Axis timeAxis() {
        String label =
                switch (comparison.task().clock()) {
                    case STEPS -> "SGD steps";
                    case TAU -> comparison.task().tauLabel();
                    case FLOW_TIME -> "flow time t";
                };
        boolean log = comparison.settings().spacing() == SaveTimes.Spacing.LOG;
        return log ? Axis.log(label) : Axis.linear(label);
    }

    private double[] times(Trajectory trajectory) {
        return trajectory.times().stream()
                .mapToDouble(instant -> instant.in(comparison.task().clock()))
                .toArray();
    }

    /**
     * Logarithmic where positive values span a large ratio; a quantity that cannot be negative may reach zero, to rounding, and
     * leaves a gap there.
     */
    private Axis valueAxis(String label, boolean nonNegative, List<Series> series) {
        double ratio = comparison.task() instanceof DataTask ? LOGARITHMIC_RATIO_OF_DATA : LOGARITHMIC_RATIO;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (Series one : series) {
            if (one instanceof Series.Line line) {
                for (double value : line.y()) {
                    smallest = nonNegative && value <= 0 ? smallest : Math.min(smallest, value);
                    largest = Math.max(largest, Math.abs(value));
                }
            }
        }
        return smallest > 0 && largest > ratio * smallest ? Axis.log(label) : Axis.linear(label);
    }

    private static String words(String observable) {
        return switch (observable) {
            case "excessRisk" -> "excess risk";
            case "loss" -> "training loss ½‖AX − b‖²";
            case "testRisk" -> "risk on the rows held out";
            case OVERLAP_NORM -> "norm of the overlaps |M|";
            case "distance" -> "squared distance ‖u − u*‖²";
            default -> observable;
        };
    }

    /** What the entries of an array are called on an axis. */
    private static String quantity(String observable) {
        return switch (observable.substring(0, observable.indexOf('['))) {
            case "a" -> "second layer";
            case "angle" -> "angle (radians)";
            case "gradientFlow" -> "gradient-flow part";
            case "variance" -> "variance part";
            default -> "overlap";
        };
    }

    private static String title(String observable) {
        if (observable.startsWith("M[")) {
            return "Overlaps with the teacher, M";
        }
        if (observable.startsWith("Q[")) {
            return "Overlaps among students, Q";
        }
        if (observable.startsWith("a[")) {
            return "Second layer, a";
        }
        if (observable.startsWith("angle[")) {
            return "Angles to the teacher";
        }
        if (observable.startsWith("gradientFlow[")) {
            return "Drift of Q by the gradient flow, E[e_j λ_l + e_l λ_j]";
        }
        if (observable.startsWith("variance[")) {
            return "Drift of Q by the variance of the gradient, E[e_j e_l]";
        }
        String words = words(observable);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private boolean isReference(Trajectory trajectory) {
        return reference.isPresent() && reference.get().method().equals(trajectory.method());
    }

    private static String label(Trajectory trajectory) {
        return MethodStyle.label(trajectory.method(), trajectory.replicas());
    }

    private static double[] column(
            Trajectory trajectory, String observable, ToDoubleFunction<Trajectory.Summary> statistic) {
        int index = trajectory.indexOf(observable);
        double[] column = new double[trajectory.times().size()];
        for (int t = 0; t < column.length; t++) {
            column[t] = statistic.applyAsDouble(trajectory.values()[t][index]);
        }
        return column;
    }
}
