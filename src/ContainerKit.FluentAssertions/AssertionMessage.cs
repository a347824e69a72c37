namespace ContainerKit.Assertions;

/// <summary>How failures are worded.</summary>
internal static class AssertionMessage
{
    /// <summary>A message for FluentAssertions, to which braces mean something: those of names and logs are text.</summary>
    public static string Of(string subject, string expectation, string found) =>
        $"Expected {Text(subject)} {Text(expectation)}{{reason}}, but {Text(found)}";

    private static string Text(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
