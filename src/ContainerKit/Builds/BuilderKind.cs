namespace ContainerKit;

/// <summary>A builder of the engine.</summary>
public enum BuilderKind
{
    /// <summary>
    /// BuildKit where the Dockerfile needs it (<c>RUN --mount</c>, here-documents, a <c># syntax=</c> line, <c>COPY --link</c> or <c>--chmod</c>, platform
    /// variables) or the engine builds with nothing else, and the classic one otherwise.
    /// </summary>
    Automatic,

    /// <summary>The classic one: it runs the Dockerfile's instructions one by one, each in a container.</summary>
    Classic,

    /// <summary>The engine's own BuildKit. No helper container is started.</summary>
    BuildKit,
}
