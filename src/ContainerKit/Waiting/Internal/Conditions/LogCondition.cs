namespace ContainerKit.Waiting.Conditions;

/// <summary>The log of the container has a number of matching lines.</summary>
/// <param name="Matches">Indicates whether a line matches.</param>
/// <param name="Occurrence">The number of matching lines, 1 or more.</param>
/// <param name="KeepEscapes">Indicates whether the escape sequences of a line are compared too.</param>
internal sealed record LogCondition(Func<string, bool> Matches, int Occurrence, bool KeepEscapes) : WaitCondition;
