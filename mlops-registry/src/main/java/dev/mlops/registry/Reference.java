package dev.mlops.registry;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;

/**
 * Which version is meant: {@code name@alias} or {@code name/number}.
 *
 * @param model the model's name
 * @param alias the alias; empty where a number is given
 * @param number the number; 0 where an alias is given
 */
record Reference(String model, String alias, int number) {

    /** Reads one; MLflow's {@code models:/} may stand before it. */
    static Reference parse(String text) {
        String plain = text.startsWith("models:/") ? text.substring("models:/".length()) : text;
        int at = plain.indexOf('@');
        int slash = plain.indexOf('/');
        if (at > 0 && at == plain.lastIndexOf('@') && slash < 0 && at < plain.length() - 1) {
            return new Reference(plain.substring(0, at), plain.substring(at + 1), 0);
        }
        if (slash > 0 && at < 0) {
            return new Reference(plain.substring(0, slash), "", number(plain.substring(slash + 1), text));
        }
        throw invalid(text);
    }

    /** The number that is meant now; throws NotFoundException if there is no such model or alias. */
    int number(ModelRegistry registry) {
        if (number > 0) {
            return number;
        }
        RegisteredModel registered = registry.model(model);
        Integer present = registered.aliases().get(alias);
        if (present == null) {
            throw new NotFoundException(registered + " has no alias '" + alias + "', it has "
                    + registered.aliases().keySet());
        }
        return present;
    }

    private static int number(String digits, String text) {
        try {
            int number = Integer.parseInt(digits);
            if (number >= 1 && digits.equals(Integer.toString(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static InvalidException invalid(String text) {
        return new InvalidException(
                "reference to a model version is '" + text + "', expected name@alias or name/number");
    }
}
