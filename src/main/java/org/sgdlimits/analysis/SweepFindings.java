package org.sgdlimits.analysis;

import static org.sgdlimits.analysis.ExitWords.number;
import static org.sgdlimits.analysis.ExitWords.plusMinus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdlimits.analysis.PhaseDiagram.Agreement;
import org.sgdlimits.analysis.PhaseDiagram.Cell;
import org.sgdlimits.method.Passage;

/** The results of a sweep in words, each a whole sentence with its numbers. The first one sums up. */
public final class SweepFindings {

    /** More laws than these are told by their table alone. */
    private static final int MOST_LAWS = 12;

    private SweepFindings() {}

    /** The findings of a study. */
    public static List<String> of(SweepStudy study) {
        List<String> findings = new ArrayList<>();
        study.diagrams().forEach(diagram -> findings.add(diagram(diagram, study.plan())));
        if (study.diagrams().isEmpty() && study.series().size() <= MOST_LAWS) {
            study.series().forEach(series -> findings.add(law(series, study.plan())));
        }
        study.descents().forEach(descent -> findings.add(descent(descent)));
        if (findings.isEmpty()) {
            findings.add("Exits were measured at " + study.points().size() + " points of a grid over "
                    + study.plan().axes().stream().map(SweepAxis::key).collect(Collectors.joining(", ")) + ".");
        }
        approximations(study).ifPresent(findings::add);
        failures(study).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    /** Where batches were not drawn exactly. */
    private static Optional<String> approximations(SweepStudy study) {
        List<String> found = study.points().stream()
                .flatMap(point -> point.exits().methods().stream()
                        .flatMap(method -> method.passages().approximation().stream())
                        .limit(1))
                .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of("An approximation at " + found.size() + " of the "
                        + study.points().size() + " points: " + found.get(0) + "; exact at the others.");
    }

    private static Optional<String> failures(SweepStudy study) {
        List<Passage> failed = study.points().stream()
                .flatMap(point -> point.exits().methods().stream())
                .flatMap(method -> method.passages().failures().stream())
                .toList();
        return failed.isEmpty()
                ? Optional.empty()
                : Optional.of("Runs that failed: " + failed.size() + ", the first with: "
                        + failed.get(0).outcome().message() + ".");
    }

    private static String law(ScalingSeries series, SweepPlan plan) {
        SweepPlan.Scaling law = plan.scaling().orElseThrow();
        String start = Judgement.spoken(series.method(), true) + place(series.fixed()) + ": ";
        if (series.power().isEmpty()) {
            return start + "fewer than two points at which "
                    + (plan.statistic() == SweepPlan.Statistic.MEDIAN ? "half of" : "all")
                    + " the runs passed, so no law is fitted.";
        }
        ScalingFit power = series.power().get();
        String sentence = start + "the "
                + plan.statistic().name().toLowerCase(java.util.Locale.ROOT) + " "
                + law.effort().words()
                + " grow like " + law.over() + "^θ, θ = " + exponent(power);
        if (series.corrected().isPresent()) {
            ScalingFit corrected = series.corrected().get();
            sentence += "; with the correction of finite size (" + corrected.form() + ") θ = " + exponent(corrected);
        }
        if (series.predicted().isPresent()) {
            double theory = series.predicted().getAsDouble();
            sentence += "; theory says θ = " + number(theory)
                    + (logarithmic(series) ? " and a factor log d" : "")
                    + judged(series.best().orElseThrow(), theory);
        }
        return sentence + ".";
    }

    private static String judged(ScalingFit fit, double theory) {
        if (!fit.isDecisive()) {
            return Double.isInfinite(fit.halfWidth())
                    ? ", which two points without an error cannot judge"
                    : ", which so wide an interval cannot judge";
        }
        return fit.holds(theory) ? ", within the interval" : ", outside the interval";
    }

    private static boolean logarithmic(ScalingSeries series) {
        return series.theory()
                .filter(theory -> theory.informationExponent() == 2)
                .isPresent();
    }

    private static String exponent(ScalingFit fit) {
        return Double.isInfinite(fit.halfWidth())
                ? number(fit.exponent())
                : plusMinus(fit.exponent(), fit.standardError()) + " (" + number(100 * ScalingFit.CONFIDENCE)
                        + " % interval " + number(rounded(fit.lower())) + " to " + number(rounded(fit.upper())) + ")";
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e3) / 1e3;
    }

    /** The fixed values of the other axes; begins with a space; empty where there are none. */
    public static String place(Map<String, String> fixed) {
        return fixed.isEmpty()
                ? ""
                : " at "
                        + fixed.entrySet().stream()
                                .map(entry -> shortKey(entry.getKey()) + " = " + entry.getValue())
                                .collect(Collectors.joining(", "));
    }

    /** The last word of a key's path. */
    public static String shortKey(String key) {
        return Stream.of(key.split(",", -1))
                .map(part -> part.substring(part.lastIndexOf('.') + 1).strip())
                .collect(Collectors.joining(", "));
    }

    private static String diagram(PhaseDiagram diagram, SweepPlan plan) {
        double margin = plan.diagram().orElseThrow().margin();
        int cells = diagram.mu().length * diagram.delta().length;
        long found = diagram.cells().stream()
                .flatMap(List::stream)
                .filter(Cell::found)
                .count();
        String sentence = Judgement.spoken(diagram.method(), true) + place(diagram.fixed()) + " finds the target at "
                + found + " of " + cells + " points of the plane";
        if (diagram.theory().isEmpty()) {
            return sentence + "; no theory of the regions applies.";
        }
        long predicted = cells - diagram.count(Agreement.NO_PREDICTION);
        sentence += ". Theory (information exponent " + diagram.theory().get().informationExponent()
                + ") says of " + predicted + " whether it is found: agreeing " + diagram.count(Agreement.AGREES)
                + ", differing within " + number(margin) + " of a line " + diagram.count(Agreement.DIFFERS_NEAR_A_LINE)
                + ", disagreeing farther away " + diagram.count(Agreement.DISAGREES) + ".";
        Optional<Cell> farthest = diagram.farthest(margin);
        if (farthest.isPresent()) {
            Cell cell = farthest.get();
            sentence += " Of the exponents measured that far from the lines, the farthest from theory is at μ = "
                    + number(cell.mu()) + ", δ = " + number(cell.delta()) + ": "
                    + number(rounded(cell.exponent().orElseThrow())) + " for "
                    + number(cell.series().predicted().orElseThrow()) + ".";
        }
        return sentence;
    }

    private static String ratio(SearchAndDescent descent, int point) {
        return (Double.isFinite(descent.ratio()[point])
                        ? plusMinus(descent.ratio()[point], descent.ratioError()[point])
                        : "unknown, as no run passed both levels after its start,")
                + " at N = " + number(descent.dimension()[point]);
    }

    private static String descent(SearchAndDescent descent) {
        int last = descent.ratio().length - 1;
        String sentence = Judgement.spoken(descent.method(), true) + place(descent.fixed())
                + ": descent over search takes samples in the ratio " + ratio(descent, 0)
                + (last > 0 ? " and " + ratio(descent, last) : "");
        if (descent.fall().isPresent()) {
            sentence += ", like N^θ with θ = " + exponent(descent.fall().get());
        }
        if (descent.theory().isPresent()) {
            int exponent = descent.theory().get().informationExponent();
            sentence += "; theory says "
                    + switch (exponent) {
                        case 1 -> "that it stays constant";
                        case 2 -> "1/log N";
                        default -> "N^" + (2 - exponent);
                    };
        }
        return sentence + ".";
    }
}
