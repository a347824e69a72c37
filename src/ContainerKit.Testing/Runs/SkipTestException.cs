namespace ContainerKit.Testing.Runs;

/// <summary>Skips the test that it is thrown in: by the beginning of its message, which both lines of xUnit know.</summary>
#pragma warning disable CA1064 // It is xUnit that catches it.
internal sealed class SkipTestException(string reason) : Exception("$XunitDynamicSkip$" + reason);
#pragma warning restore CA1064
