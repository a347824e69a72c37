namespace ContainerKit.Assertions;

/// <summary>The format of failure messages.</summary>
internal static class AssertionMessage
{
    /// <summary>The text for a subject that is null, in the words of FluentAssertions.</summary>
    public const string FoundNull = "found <null>.";

    /// <summary>
    /// Creates a message for FluentAssertions. Braces in names and logs are escaped, because FluentAssertions
    /// interprets them as placeholders.
    /// </summary>
    public static string Create(string subject, string expectation, string found) =>
        $"Expected {Escape(subject)} {Escape(expectation)}{{reason}}, but {Escape(found)}";

    private static string Escape(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
