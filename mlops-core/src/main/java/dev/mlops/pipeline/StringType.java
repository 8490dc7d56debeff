package dev.mlops.pipeline;

/** Text, exactly as given. */
record StringType() implements ParamType<String> {
    @Override
    public String parse(String text) {
        return text;
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String hint() {
        return "text";
    }

    @Override
    public String expected() {
        return "text";
    }
}
