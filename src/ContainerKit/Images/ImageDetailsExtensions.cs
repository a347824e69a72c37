using ContainerKit.Images;

namespace ContainerKit;

/// <summary>The members of <see cref="ImageDetails"/> that return a handle.</summary>
public static class ImageDetailsExtensions
{
    extension(ImageDetails details)
    {
        /// <summary>The handle of the image, with the name by which it was inspected as the reference.</summary>
        public Image Image
        {
            get
            {
                ArgumentNullException.ThrowIfNull(details);
                return Image.From((ImageClient)details.Handle!);
            }
        }
    }
}
