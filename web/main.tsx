import './look/kit.css';
import './look/tone.css';
import './look/base.css';
import '@fontsource-variable/inter/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { beginAt } from './route.ts';

beginAt(location.pathname);
const place = document.getElementById('window');
if (!place) throw new Error('index.html has no place for the window');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
