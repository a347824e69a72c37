namespace ContainerKit;

/// <summary>The builder of an engine.</summary>
public enum BuilderKind
{
    /// <summary>
    /// BuildKit if the Dockerfile requires it or if the engine has no other builder; otherwise the classic builder.
    /// These features require BuildKit: <c>RUN --mount</c>, here-documents, a <c># syntax=</c> line, <c>COPY --link</c>
    /// or <c>--chmod</c>, and platform variables.
    /// </summary>
    Automatic,

    /// <summary>The classic builder, which runs each instruction of the Dockerfile in a separate container.</summary>
    Classic,

    /// <summary>The BuildKit that is part of the engine. It starts no helper container.</summary>
    BuildKit,
}
