package org.sgdlimits.analysis;

import static org.sgdlimits.analysis.ExitWords.number;
import static org.sgdlimits.analysis.ExitWords.plusMinus;
import static org.sgdlimits.analysis.ExitWords.rough;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.sgdlimits.analysis.ExitPlan.Varied;
import org.sgdlimits.analysis.ExitPlan.WidthRate;

/**
 * What follows from a scan, in words, method by method: the slope in log d, the learning rate of the fewest steps, or the gain of
 * width, each against its formula where that applies.
 */
final class ScanFindings {

    /** A fit fails below this probability of its chi-square. */
    private static final double FALSE_ALARM = 0.01;

    private final ExitStudy study;
    private final Optional<EscapeRate> rate;

    private ScanFindings(ExitStudy study) {
        this.study = study;
        rate = study.points().get(0).formula().map(EscapeFormula::rate);
    }

    /** The findings of a study that varies something. */
    static List<String> of(ExitStudy study) {
        ScanFindings scan = new ScanFindings(study);
        List<String> findings = new ArrayList<>();
        boolean noise = study.plan().varied() == Varied.LABEL_NOISE;
        for (String method : noise ? study.methods() : scan.random()) {
            switch (study.plan().varied()) {
                case DIMENSION -> scan.slope(method).ifPresent(findings::add);
                case LEARNING_RATE -> scan.optimum(method).ifPresent(findings::add);
                case WIDTH -> scan.gain(method).ifPresent(findings::add);
                case LABEL_NOISE -> findings.add(scan.ends(method));
                case NOTHING -> throw new IllegalArgumentException("exit: expected something varied, got nothing");
            }
        }
        if (findings.isEmpty()) {
            findings.add(scan.summary());
        }
        if (study.plan().varied() == Varied.WIDTH) {
            scan.limitingGain().ifPresent(findings::add);
        }
        scan.unsettled().ifPresent(findings::add);
        return findings;
    }

    /** The letter of what is varied. */
    static String symbol(Varied varied) {
        return switch (varied) {
            case NOTHING -> "";
            case DIMENSION -> "d";
            case LEARNING_RATE -> "gamma";
            case LABEL_NOISE -> "Delta";
            case WIDTH -> "p";
        };
    }

    /**
     * The methods that are random beyond their start, what the others are held against first.
     */
    private List<String> random() {
        List<String> names = new ArrayList<>(study.randomMethods());
        study.points().get(0).reference().map(ExitTimes.OfMethod::name).ifPresent(reference -> {
            names.remove(reference);
            names.add(0, reference);
        });
        return names;
    }

    private Optional<String> unsettled() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < study.points().size(); i++) {
            if (SpreadOfPaths.unsettled(study.points().get(i)).isPresent()) {
                values.add(number(study.values()[i]));
            }
        }
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of("The formula diffusive holds once exp(-g t) is small and the noise has settled; at "
                        + symbol(study.plan().varied()) + " = " + String.join(", ", values)
                        + " the exit comes before, and it is not to be relied on.");
    }

    private String summary() {
        double[] values = study.values();
        return "Exit times were measured from " + symbol(study.plan().varied()) + " = " + number(values[0]) + " to "
                + number(values[values.length - 1])
                + "; nothing was fitted, which takes a random method all of whose runs exited, and three values.";
    }

    /** The mean exits at the first value and at the last. */
    private String ends(String method) {
        int last = study.points().size() - 1;
        return "The mean exit of " + Judgement.spoken(method, false) + " comes after " + steps(method, 0)
                + " and after " + steps(method, last) + ".";
    }

    private String steps(String method, int point) {
        ExitStatistics steps =
                study.points().get(point).method(method).orElseThrow().steps();
        return (steps.isLowerBound() ? "at least " : "") + plusMinus(steps.mean(), steps.meanError()) + " steps at "
                + symbol(study.plan().varied()) + " = " + number(study.values()[point]);
    }

    private Optional<String> slope(String method) {
        return study.slopeInLogDimension(method).map(line -> {
            double half = line.halfWidth(ExitStatistics.CONFIDENCE);
            String formula = rate.filter(each -> each.growth() > 0)
                    .map(each -> 1 / each.growth())
                    .map(expected -> "; the formula's 1/g = " + number(expected) + " lies "
                            + (Math.abs(line.slope() - expected) <= half ? "within" : "outside"))
                    .orElse("");
            return "The mean exit of " + Judgement.spoken(method, false) + " in flow time grows by "
                    + plusMinus(line.slope(), half) + " (95 %) per unit of log d" + formula + "; "
                    + quality(line, "a line", "so that n = O(d log d) steps", "so that n = O(d log d) is not shown")
                    + ".";
        });
    }

    private Optional<String> optimum(String method) {
        return study.optimalRate(method).map(best -> {
            String formula = rate.map(each -> ", against " + number(each.optimal())
                            + " by formula to leading order in log d, "
                            + rough(Math.abs(best.rate() - each.optimal()) / best.standardError())
                            + " standard errors away"
                            + withNoise())
                    .orElse("");
            return Judgement.spoken(method, true) + " exits in the fewest steps, " + number(best.steps())
                    + ", at gamma = " + plusMinus(best.rate(), best.standardError()) + formula + "; "
                    + quality(best.line(), "the form C/(gamma (1 - gamma/(2 gamma*)))", "", "") + ".";
        });
    }

    /** The optimum of the formula that keeps the noise. */
    private String withNoise() {
        return study.points()
                .get(0)
                .formula()
                .flatMap(EscapeFormula::optimalRateWithNoise)
                .map(best -> ", and " + number(best) + " by the formula that keeps the noise (diffusive) at this d")
                .orElse("");
    }

    private static String quality(LineFit line, String form, String fits, String fails) {
        int freedom = line.points() - 2;
        double probability = 1 - new ChiSquaredDistribution(freedom).cumulativeProbability(line.chiSquare());
        boolean good = probability >= FALSE_ALARM;
        String consequence = good ? fits : fails;
        return form + (good ? " fits" : " does not fit") + " the " + line.points() + " points (chi-square "
                + rough(line.chiSquare() / freedom) + " a degree of freedom, p = " + rough(probability) + ")"
                + (consequence.isEmpty() ? "" : ", " + consequence);
    }

    private Optional<String> gain(String method) {
        return study.gains(method).map(gains -> {
            int widest = gains.size() - 1;
            while (Double.isNaN(gains.get(widest).value())) {
                widest--;
            }
            ExitStudy.Ratio last = gains.get(widest);
            double[] widths = study.values();
            ExitTimes first = study.points().get(0);
            ExitTimes end = study.points().get(widest);
            String formulas = first.formulas().stream()
                    .filter(each -> Double.isFinite(ExitWords.ratio(first, end, each.name())))
                    .map(each -> number(ExitWords.ratio(first, end, each.name())) + " (" + each.name() + ")")
                    .collect(Collectors.joining(", "));
            return "The gain of width, steps at p = " + number(widths[0]) + " over steps at p = "
                    + number(widths[widest]) + ", is " + plusMinus(last.value(), last.standardError())
                    + " for " + Judgement.spoken(method, false)
                    + (formulas.isEmpty() ? "" : ", and by formula " + formulas) + ".";
        });
    }

    private Optional<String> limitingGain() {
        return rate.filter(each -> study.plan().widthRate() == WidthRate.OPTIMAL && study.values()[0] == 1)
                .map(each -> "As p and log d grow, the gain over p = 1 at the optimal rates tends to"
                        + " (12 + Delta)/(2 + Delta) = " + number(each.limitingGain()) + ".");
    }
}
