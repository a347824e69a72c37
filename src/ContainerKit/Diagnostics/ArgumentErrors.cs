namespace ContainerKit.Diagnostics;

/// <summary>
/// Creates the exceptions whose messages contain a text of the caller or of a file. A text may come from outside of the program, so its
/// control characters are visible in the message, and a long message is shortened.
/// </summary>
internal static class ArgumentErrors
{
    /// <summary>Creates the exception for an invalid argument.</summary>
    public static ArgumentException Create(string message, string? parameter = null) => new(Show(message), parameter);

    /// <summary>Creates the exception for an invalid text.</summary>
    public static FormatException Format(string message, Exception? inner = null) => new(Show(message), inner);

    private static string Show(string message) => VisibleText.Line(VisibleText.Shorten(message, VisibleText.MaximumLength));
}
