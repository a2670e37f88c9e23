package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.method.Method;
import org.sgdlimits.report.Format;

/**
 * The exit time, in flow time, of a deterministic method or of a closed formula against a reference value from outside the code.
 *
 * <p>Keys: {@code method} or {@code formula} (its name), {@code value}. {@code tolerance.value} is absolute.
 */
final class ExitValue implements Check {

    @Override
    public List<String> keys() {
        return List.of("method", "formula", "value");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("value");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        if (keys.has("method") == keys.has("formula")) {
            throw keys.error("method", "expected exactly one of method and formula");
        }
        Experiment experiment = claimCase.experiment();
        List<Method<?>> methods = keys.has("method") ? List.of(Methods.named(keys.required("method"))) : List.of();
        ExitTimes times = ExitTimes.of(
                experiment.problem(),
                experiment.settings(),
                claimCase.exitPlan(experiment).threshold(),
                methods);
        double got = keys.has("method")
                ? times.methods().stream()
                        .filter(method -> method.passages().exited() == 1 && method.isSingle())
                        .mapToDouble(method -> method.flowTime().mean())
                        .findFirst()
                        .orElse(Double.NaN)
                : times.formulas().stream()
                        .filter(formula -> formula.name().equals(keys.required("formula")))
                        .mapToDouble(formula -> formula.flowTime())
                        .findFirst()
                        .orElse(Double.NaN);
        double value = keys.number("value");
        double tolerance = claimCase.tolerance().positive("value");
        return Finding.exact(
                Math.abs(got - value) <= tolerance,
                "exit at flow time " + value + ", within " + tolerance,
                "exit at flow time " + Format.number(got) + ", off by " + Format.number(got - value));
    }
}
