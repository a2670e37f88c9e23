package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.leastsquares.LeastSquaresHsgd;
import org.sgdlimits.leastsquares.LeastSquaresMethod;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.LeastSquaresSgd;
import org.sgdlimits.leastsquares.LeastSquaresVolterra;
import org.sgdlimits.leastsquares.ModesOnce;

/** The methods for least squares on data, by the names that files and the command line use. */
final class DataMethods {

    static final List<String> NAMES = List.of("volterra", "hsgd", "sgd");

    static final List<String> DEFAULTS = List.of("volterra", "sgd");

    private DataMethods() {}

    /**
     * Reads {@code run.methods} and makes the methods.
     *
     * @param defaults their names where the key is left out
     * @param spectrum what they share
     * @throws UserError if one is unknown, or cannot solve the problem
     */
    static List<LeastSquaresMethod> read(
            Fields run, List<String> defaults, LeastSquaresProblem problem, ModesOnce spectrum) {
        List<LeastSquaresMethod> methods = new ArrayList<>();
        for (String name : run.words("methods", defaults)) {
            LeastSquaresMethod method =
                    switch (name) {
                        case "volterra" -> new LeastSquaresVolterra(spectrum);
                        case "hsgd" -> new LeastSquaresHsgd(spectrum);
                        case "sgd" -> new LeastSquaresSgd();
                        default ->
                            throw run.error(
                                    "methods",
                                    "expected methods for data, " + Suggestions.alternatives(NAMES) + ", got \"" + name
                                            + "\"");
                    };
            run.source().build("run.methods", () -> {
                method.requireAdmitted(problem);
                return method;
            });
            methods.add(method);
        }
        return methods;
    }
}
