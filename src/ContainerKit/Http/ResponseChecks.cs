using ContainerKit.Diagnostics;

namespace ContainerKit.Http;

/// <summary>Checks the values that each engine sends in its responses.</summary>
internal static class ResponseChecks
{
    /// <summary>Returns the id of a created or inspected resource from the engine's response.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="id">The id of the response.</param>
    /// <exception cref="EngineUnavailableException">The response has no id, or one that no engine has.</exception>
    public static string RequireId(this EngineClient engine, string operation, string? id)
    {
        engine.RequireName(operation, id, "id");
        // The id becomes a part of paths, and another one could address another resource.
        return char.IsAsciiLetterOrDigit(id![0]) && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '.' or '-')
            ? id
            : throw engine.InvalidResponse(operation, $"its response makes no sense: its id is '{VisibleText.Quote(id)}'");
    }

    /// <summary>Returns the name of a created or inspected resource from the engine's response.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="name">The name of the response.</param>
    /// <param name="kind">The word for it in messages.</param>
    /// <exception cref="EngineUnavailableException">The response has no name.</exception>
    public static string RequireName(this EngineClient engine, string operation, string? name, string kind = "name") =>
        string.IsNullOrWhiteSpace(name) ? throw engine.InvalidResponse(operation, $"its response makes no sense: it has no {kind}") : name;
}
